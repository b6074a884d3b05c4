# The site in a container: docs/deploy.md, "In containers". `scripts/container_steps.py` carries out these steps without Docker.
ARG PYTHON_VERSION=3.13

# ---- Made here, copied below: no compiler, no pip cache and no checkout in what runs ----
FROM python:${PYTHON_VERSION}-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_ROOT_USER_ACTION=ignore
WORKDIR /src

COPY requirements/runtime.txt requirements/
# Everything that the site stands on, and what builds its wheel, exactly as it is locked.
RUN python -m venv /opt/whereabouts \
 && /opt/whereabouts/bin/pip install --no-deps --require-hashes -r requirements/runtime.txt

COPY pyproject.toml README.md LICENSE ./
COPY tracking tracking/
COPY templates templates/
COPY static static/
RUN /opt/whereabouts/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /tmp/wheel . \
 && /opt/whereabouts/bin/pip install --no-deps --no-index /tmp/wheel/whereabouts-*.whl

# ---- What runs ----
FROM python:${PYTHON_VERSION}-slim
ENV PATH=/opt/whereabouts/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 \
    PORT=5000

RUN groupadd --gid 10001 whereabouts \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin whereabouts \
 && install -d -m 0750 -o 10001 -g 10001 /data

COPY --from=build /opt/whereabouts /opt/whereabouts

# What is kept lies here, and nowhere else: the container itself may be read-only.
WORKDIR /data
VOLUME /data
# By number, so that an orchestrator can see that it is not root.
USER 10001:10001
EXPOSE 5000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "-c", "import http.client, os, sys; site = http.client.HTTPConnection('127.0.0.1', int(os.environ['PORT']), timeout=4); site.request('GET', '/healthz'); sys.exit(site.getresponse().status != 200)"]
CMD ["whereabouts", "serve"]
