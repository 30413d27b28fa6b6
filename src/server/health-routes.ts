import type { FastifyInstance } from "fastify";
import { API_HEADERS } from "./security-headers.js";

/** Whether questions can be answered, and what is missing if not. */
export interface Readiness {
  ready: boolean;
  /** One word or number per thing that has to be there, such as `{ topics: 2034 }`. */
  details: Record<string, string | number | boolean>;
}

/** `/health/live`: the process runs. `/health/ready`: send it questions. Neither asks an upstream. */
export function registerHealthRoutes(app: FastifyInstance, readiness: () => Readiness): void {
  const headers = { ...API_HEADERS, "cache-control": "no-store" };
  app.get("/health/live", (_request, reply) => reply.headers(headers).send({ status: "live" }));
  app.get("/health/ready", (_request, reply) => {
    const { ready, details } = readiness();
    return reply
      .code(ready ? 200 : 503)
      .headers(ready ? headers : { ...headers, "retry-after": "1" })
      .send({ status: ready ? "ready" : "not ready", ...details });
  });
}

/** The sources may be ready: that is worth nothing while questions are refused at the door. */
export function atTheDoor({ ready, details }: Readiness, isOverloaded: boolean, isLeaving: boolean): Readiness {
  const reasons = { ...(isOverloaded && { overloaded: true }), ...(isLeaving && { stopping: true }) };
  return { ready: ready && !isOverloaded && !isLeaving, details: { ...details, ...reasons } };
}
