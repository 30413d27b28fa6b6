export type { AccessOptions } from "./access/gate.js";
export { type KeyRing, openKeyRing } from "./access/key-ring.js";
export { type Manifest, readManifest } from "./access/trusted.js";
export type { AdminOptions, InvalidationRequest } from "./admin-routes.js";
export type { Readiness } from "./health-routes.js";
export { readOperations, type StoredOperation } from "./operations.js";
export { printedSchema } from "./print-schema.js";
export { createSchema } from "./schema.js";
export { buildServer, type GatewayServer, type ServerOptions } from "./server.js";
