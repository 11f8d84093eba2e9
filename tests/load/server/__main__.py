"""The real server with one route more: ``POST /bare`` decodes its JSON body and answers.

That route shows what the web server itself costs; everything else is measured against it.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from queue_server import serving
from queue_server.runtime.settings import load
from queue_server.settings import Settings


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--config", type=Path)
    parser.add_argument("verb")
    settings = load(Settings, parser.parse_args().config, os.environ)
    parallel = serving.prepare(settings.web.mode)
    import msgspec
    from flask import Response, request

    from queue_server.app import Server

    server = Server(settings, parallel)

    @server.app.post("/bare")
    def bare() -> Response:
        msgspec.json.decode(request.get_data(cache=False))
        return Response(b'{"ok":true}', mimetype="application/json")

    parallel.serve(server.app, settings.web.host, settings.web.port, lambda: None)


if __name__ == "__main__":
    main()
