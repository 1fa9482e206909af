"""Reads a multipart body, or writes one, by Python's own email and http libraries. JSON in, JSON out."""

import base64
import io
import json
import sys
from email import message_from_bytes, policy
from email.generator import BytesGenerator
from email.mime.multipart import MIMEMultipart
from http.server import BaseHTTPRequestHandler


class Request(BaseHTTPRequestHandler):
    """A request as Python's HTTP server reads it."""

    def __init__(self, data):
        self.refused = None
        self.client_address = ("", 0)
        self.rfile = io.BytesIO(data)
        self.raw_requestline = self.rfile.readline(65537)
        if not self.parse_request():
            raise ValueError(f"no HTTP request: {self.refused}")

    def send_error(self, code, message=None, explain=None):
        self.refused = f"{code} {message}"


def read(message):
    if message.defects:
        raise ValueError(f"defects: {message.defects}")
    if message.is_multipart():
        return [read(part) for part in message.get_payload()]
    payload = message.get_payload(decode=True)
    request = Request(payload)
    return {
        "part": {name.lower(): value for name, value in message.items()},
        "payload": base64.b64encode(payload).decode(),
        "method": request.command,
        "path": request.path,
        "version": request.request_version,
        "headers": {name.lower(): value for name, value in request.headers.items()},
        "body": request.rfile.read().decode(),
    }


def write(item):
    if isinstance(item, list):
        message = MIMEMultipart("mixed")
        del message["MIME-Version"]
        for each in item:
            message.attach(write(each))
        return message
    return message_from_bytes(base64.b64decode(item), policy=policy.HTTP)


def main():
    asked = json.load(sys.stdin)
    if "body" in asked:
        head = f"MIME-Version: 1.0\r\nContent-Type: {asked['contentType']}\r\n\r\n".encode()
        whole = head + base64.b64decode(asked["body"])
        json.dump(read(message_from_bytes(whole, policy=policy.HTTP)), sys.stdout)
        return
    message = write(asked["items"])
    message.preamble = asked.get("preamble")
    message.epilogue = asked.get("epilogue")
    out = io.BytesIO()
    BytesGenerator(out, policy=policy.HTTP).flatten(message)
    _, _, body = out.getvalue().partition(b"\r\n\r\n")
    json.dump({"contentType": message["Content-Type"], "body": base64.b64encode(body).decode()}, sys.stdout)


main()
