"""setWebhook and its kin (telegram.md 2.8)."""

import ipaddress
import re
import time
from typing import Any
from urllib.parse import urlsplit

from bot.emulator.account import Account
from bot.emulator.methods.registry import Answer, method
from bot.emulator.parameters import Parameters
from bot.emulator.refusals import bad_request, conflict, too_many_requests

PORTS = (80, 88, 443, 8443)
SECRET_LIMIT = 256
_SECRET = re.compile(r"[A-Za-z0-9_-]*")


@method("setWebhook")
def set_webhook(account: Account, parameters: Parameters) -> Any:
    now = time.monotonic()
    if now - account.webhook_set < 1:  # BA Client.cpp:15734
        raise too_many_requests(1)
    url = parameters.text("url")
    if url:
        _check_url(url, local=account.options.local)
    secret = parameters.text("secret_token")
    if len(secret) > SECRET_LIMIT:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    account.webhook_set = now
    return _change(account, parameters, url, secret)


@method("deleteWebhook")
def delete_webhook(account: Account, parameters: Parameters) -> Any:
    return _change(account, parameters, "", "")


@method("getWebhookInfo")
def get_webhook_info(account: Account, parameters: Parameters) -> Any:
    hook = account.webhook
    info: dict[str, Any] = {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(account.updates),
    }
    if hook.url:
        info["max_connections"] = hook.max_connections
        info["ip_address"] = hook.ip_address
    if hook.last_error is not None:
        info["last_error_date"], info["last_error_message"] = hook.last_error
    if account.updates.allowed is not None:
        info["allowed_updates"] = sorted(account.updates.allowed)
    return info


def _change(account: Account, parameters: Parameters, url: str, secret: str) -> Answer:
    if parameters.has("allowed_updates"):
        account.updates.allow(parameters.text("allowed_updates"))
    if parameters.truth("drop_pending_updates"):
        account.updates.clear()
    hook = account.webhook
    if not url:
        was_set = bool(hook.url)
        hook.remove()
        return Answer(True, "Webhook was deleted" if was_set else "Webhook is already deleted")
    same = hook.url == url and hook.secret == secret
    account.polling.interrupt(conflict("terminated by setWebhook request"))
    address = parameters.text("ip_address") or "127.0.0.1"
    hook.point_at(url, secret, parameters.number("max_connections", 40, 1, 100), address)
    return Answer(True, "Webhook is already set" if same else "Webhook was set")


def _check_url(url: str, *, local: bool) -> None:
    try:
        parts = urlsplit(url if "://" in url else "https://" + url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise bad_request("bad webhook: invalid URL specified") from None
    if not host:
        raise bad_request("bad webhook: invalid URL specified")
    if local:
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (port or 443) not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    try:
        address = ipaddress.ip_address("127.0.0.1" if host == "localhost" else host)
    except ValueError:
        return
    if not address.is_global:
        raise bad_request(f"bad webhook: IP address {address} is reserved")
