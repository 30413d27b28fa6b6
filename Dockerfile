# Galen as a container: built in one stage, run in another that has only what running needs.
#   docker build -t galen .
#   docker run --rm --read-only --tmpfs /data:uid=1000 -p 4000:4000 --stop-timeout 21 galen

FROM node:24-bookworm-slim AS build
WORKDIR /galen
# First what changes rarely: the dependencies are installed anew only when they change.
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY scripts ./scripts
COPY src ./src
RUN npm run build && rm -f dist/.tsbuildinfo && find dist -name '*.map' -delete
RUN npm prune --omit=dev --no-audit --no-fund

FROM node:24-bookworm-slim
ENV NODE_ENV=production \
    GALEN_HOST=0.0.0.0 \
    GALEN_PORT=4000 \
    GALEN_DATA_DIR=/data
WORKDIR /galen
COPY --from=build /galen/package.json ./
COPY --from=build /galen/node_modules ./node_modules
COPY --from=build /galen/dist ./dist
# The sample sources, and the operations that can be asked for by name.
COPY fixtures ./fixtures
COPY schema ./schema
# The only folder that is written to. Everything else may be read-only.
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=2s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+process.env.GALEN_PORT+'/health/live').then((a)=>process.exit(a.ok?0:1),()=>process.exit(1))"]
CMD ["node", "--max-semi-space-size=4", "dist/main.js"]
