import type { Corpus } from "./corpus.js";
import { parseRefusal } from "./essie-lexer.js";
import { pieceNamed } from "./piece-tree.js";
import { badRequest } from "./refusal.js";

interface Circle {
  latitude: number;
  longitude: number;
  radiusKm: number;
}

const KM_PER_MILE = 1.609344;
const EARTH_RADIUS_KM = 6_371.0088;
const LATITUDE = pieceNamed("LocationGeoPointLat");
const LONGITUDE = pieceNamed("LocationGeoPointLon");

const FORM = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?),(\d+(?:\.\d+)?)(km|mi)?$/;

/** Reads `distance(lat,lon,50mi)`; a radius without a unit is in miles. */
export function readGeoFilter(value: string, parameter: string): Circle {
  const circle = readCircle(/^distance\((.*)\)$/.exec(value)?.[1] ?? "");
  if (circle === undefined) throw badRequest(`Parameter \`${parameter}\` has incorrect format`);
  return circle;
}

/** Scores rows by `DISTANCE[lat,lon,50mi]`. */
export function matchDistance(corpus: Corpus, argument: string, source: string): Float64Array {
  const circle = readCircle(argument.replaceAll(/\s/g, ""));
  if (circle === undefined) throw parseRefusal(source, `mismatched input '${argument}'`);
  return Float64Array.from({ length: corpus.size }, (_, row) => (isNear(corpus, row, circle) ? 1 : 0));
}

/** True when one of a study's sites is within the circle. Sites without a point are nowhere. */
export function isNear(corpus: Corpus, row: number, circle: Circle): boolean {
  const latitudes = corpus.values(LATITUDE, row).map(Number);
  const longitudes = corpus.values(LONGITUDE, row).map(Number);
  return latitudes.some((latitude, index) => kmBetween(circle, latitude, longitudes[index] ?? 0) <= circle.radiusKm);
}

function readCircle(argument: string): Circle | undefined {
  const [whole, latitude, longitude, radius, unit] = FORM.exec(argument) ?? [];
  if (whole === undefined) return undefined;
  return {
    latitude: Number(latitude),
    longitude: Number(longitude),
    radiusKm: Number(radius) * (unit === "km" ? 1 : KM_PER_MILE),
  };
}

function kmBetween(from: Circle, latitude: number, longitude: number): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const height = Math.sin(radians(latitude - from.latitude) / 2) ** 2;
  const width = Math.sin(radians(longitude - from.longitude) / 2) ** 2;
  const chord = height + Math.cos(radians(from.latitude)) * Math.cos(radians(latitude)) * width;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(chord)));
}
