export type { Readiness } from "./health-routes.js";
export { buildServer, type GatewayServer, type ServerOptions } from "./server.js";
