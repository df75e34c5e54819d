# docker build -t resistract . && docker run --rm -v "$PWD/papers:/papers:ro" -v "$PWD/out:/out" resistract run /papers -o /out
FROM python:3.12-slim-bookworm AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY extract ./extract
COPY annotations ./annotations
COPY corpus ./corpus
RUN python -m venv /opt/resistract \
    && /opt/resistract/bin/pip install --no-cache-dir .

FROM python:3.12-slim-bookworm
LABEL org.opencontainers.image.title="resistract" \
      org.opencontainers.image.description="Signed, traceable claims from biomedical papers" \
      org.opencontainers.image.licenses="MIT"
COPY --from=build /opt/resistract /opt/resistract
RUN useradd --create-home --uid 1000 reader \
    && install -d -o reader -g reader /out
USER reader
WORKDIR /out
ENV PATH="/opt/resistract/bin:$PATH" \
    PYTHONUNBUFFERED=1
ENTRYPOINT ["resistract"]
CMD ["--help"]
