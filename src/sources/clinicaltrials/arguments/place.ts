import { Field, Float, InputType } from "type-graphql";
import { badInput } from "../../../content/index.js";

@InputType({ description: "A circle on the map." })
export class NearInput {
  @Field(() => Float, { description: "Degrees north, from -90 to 90." })
  latitude!: number;

  @Field(() => Float, { description: "Degrees east, from -180 to 180." })
  longitude!: number;

  @Field(() => Float, { defaultValue: 80, description: "The radius in kilometres, from 1 to 20000." })
  radiusKm!: number;
}

/**
 * The registry's form of a circle, which knows no exponents and no spaces.
 * @throws BAD_USER_INPUT for a point that is not on Earth and a radius out of range
 */
export function toGeoFilter(near: NearInput, argument: string): string {
  const latitude = inRange(near.latitude, -90, 90, `${argument}.latitude`);
  const longitude = inRange(near.longitude, -180, 180, `${argument}.longitude`);
  const radius = inRange(near.radiusKm, 1, 20_000, `${argument}.radiusKm`);
  return `distance(${decimal(latitude)},${decimal(longitude)},${decimal(radius)}km)`;
}

function inRange(value: number, least: number, most: number, argument: string): number {
  if (value >= least && value <= most) return value;
  throw badInput(argument, `${value} is out of range`, `a number from ${least} to ${most}`);
}

// Four decimals are eleven metres; the registry's own positions are city centres. Adding zero turns -0 into 0.
function decimal(value: number): string {
  return String(Number(value.toFixed(4)) + 0);
}

const EARTH_RADIUS_KM = 6371;

/** The distance between two points along the surface, in kilometres with one decimal. */
export function distanceKm(from: Point, to: Point): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const half = (a: number, b: number): number => Math.sin(radians(b - a) / 2) ** 2;
  const chord =
    half(from.latitude, to.latitude) +
    Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * half(from.longitude, to.longitude);
  return Math.round(2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(chord))) * 10) / 10;
}

/** A position in degrees. */
export interface Point {
  latitude: number;
  longitude: number;
}
