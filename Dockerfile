# docker build --build-arg VERSION="$(git describe --always --dirty)" -t broadsheet .
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=dev
RUN CGO_ENABLED=0 go build -trimpath -tags timetzdata \
    -ldflags "-s -w -X main.version=${VERSION}" -o /out/broadsheet ./cmd/broadsheet
RUN mkdir -p /out/home/data /out/tmp

# Nothing but the binary, the authorities it trusts, and two folders of its user's.
FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/broadsheet /usr/bin/broadsheet
COPY --from=build --chown=65532:65532 /out/tmp /tmp
COPY --from=build --chown=65532:65532 /out/home /home/broadsheet
USER 65532:65532
WORKDIR /home/broadsheet
ENV BROADSHEET_ADDR=:8080
EXPOSE 8080
# The database and the signing keys, where the settings do not say otherwise.
VOLUME /home/broadsheet/data
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD ["/usr/bin/broadsheet", "health"]
ENTRYPOINT ["/usr/bin/broadsheet"]
CMD ["serve"]
