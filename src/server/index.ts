export type { Readiness } from "./health-routes.js";
export { readOperations, type StoredOperation } from "./operations.js";
export { createSchema } from "./schema.js";
export { buildServer, type GatewayServer, type ServerOptions } from "./server.js";
