# docker build -t comicai . && docker run -p 5000:5000 -v comicai:/data -e JWT_SECRET=... comicai
FROM python:3.12-slim AS build
WORKDIR /src
COPY requirements.txt requirements-build.txt ./
RUN python -m venv /opt/comicai \
    && /opt/comicai/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
# The build dependencies of the wheel are locked too.
RUN pip install --no-cache-dir --require-hashes -r requirements-build.txt
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY bots ./bots
COPY core ./core
COPY storage ./storage
COPY pipeline ./pipeline
RUN pip wheel --no-deps --no-build-isolation --wheel-dir /dist . \
    && /opt/comicai/bin/pip install --no-cache-dir --no-deps /dist/comicai-*.whl

FROM python:3.12-slim
RUN useradd --system --uid 10001 --create-home comicai \
    && install -d -o comicai -g comicai /data
COPY --from=build /opt/comicai /opt/comicai
ENV PATH=/opt/comicai/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    COMICAI_DATA_DIR=/data \
    COMICAI_WEB__HOST=0.0.0.0
USER comicai
WORKDIR /data
VOLUME /data
EXPOSE 5000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:5000/health/live', timeout=3)"]
ENTRYPOINT ["comicai"]
CMD ["run"]
