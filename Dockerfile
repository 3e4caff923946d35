# The KRM function, and the command line: each a static binary in an image of its own and nothing else.
#
#   docker build -t otel-inject-fn .
#   docker build -t otel-inject --target cli .
#
# Where the binaries are built elsewhere, a folder with out/otel-inject and out/otel-inject-fn
# takes the place of the first stage; `.ci/static` fills one:
#
#   docker build -t otel-inject-fn --build-context build=target/static .

FROM rust:1.95-alpine AS build
RUN apk add --no-cache gcc musl-dev
WORKDIR /src
COPY . .
# On Alpine the compiler's own target is musl, of whichever architecture, and links statically.
RUN cargo build --release --locked --package otel-inject-cli --package otel-inject-fn \
 && mkdir /out \
 && cp target/release/otel-inject target/release/otel-inject-fn /out/

FROM scratch AS cli
LABEL org.opencontainers.image.title="otel-inject" \
      org.opencontainers.image.description="Injects OpenTelemetry auto-instrumentation into Kubernetes manifests" \
      org.opencontainers.image.source="https://github.com/otel-inject/otel-inject" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY container/passwd container/group /etc/
COPY LICENSE /usr/share/licenses/otel-inject/LICENSE
COPY --from=build /out/otel-inject /usr/local/bin/
USER 65534:65534
ENTRYPOINT ["/usr/local/bin/otel-inject"]

# The last one is what is built without a target.
FROM scratch
LABEL org.opencontainers.image.title="otel-inject-fn" \
      org.opencontainers.image.description="KRM function that injects OpenTelemetry auto-instrumentation into Kubernetes manifests" \
      org.opencontainers.image.source="https://github.com/otel-inject/otel-inject" \
      org.opencontainers.image.licenses="Apache-2.0"
# kustomize runs functions as `--user nobody`, so the name has to exist.
COPY container/passwd container/group /etc/
COPY LICENSE /usr/share/licenses/otel-inject/LICENSE
COPY --from=build /out/otel-inject-fn /usr/local/bin/
USER 65534:65534
ENTRYPOINT ["/usr/local/bin/otel-inject-fn"]
