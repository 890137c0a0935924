# The bot in one small image:
#   docker build --tag rehearse .
#   docker run --env REHEARSE_BOT_TOKEN=... --volume rehearse:/data rehearse

ARG PYTHON=3.13

FROM python:${PYTHON}-slim AS build
WORKDIR /build
RUN python -m venv /opt/rehearse
COPY requirements.lock ./
RUN /opt/rehearse/bin/pip install --no-cache-dir --require-hashes --requirement requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY scenarios scenarios
COPY scoring scoring
COPY docs/findings docs/findings
RUN /opt/rehearse/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
    && /opt/rehearse/bin/pip uninstall --yes setuptools pip
RUN mkdir /data

FROM python:${PYTHON}-slim
COPY --from=build /opt/rehearse /opt/rehearse
COPY --from=build --chown=10001:10001 /data /data
ENV PATH=/opt/rehearse/bin:$PATH \
    REHEARSE_DATABASE_URL=sqlite:////data/rehearse.db \
    REHEARSE_LISTEN=0.0.0.0:8080 \
    REHEARSE_LOG_FORMAT=json
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import os, urllib.request; port = os.environ['REHEARSE_LISTEN'].rpartition(':')[2]; urllib.request.urlopen(f'http://127.0.0.1:{port}/healthz', timeout=4)"]
ENTRYPOINT ["rehearse"]
CMD ["run"]
