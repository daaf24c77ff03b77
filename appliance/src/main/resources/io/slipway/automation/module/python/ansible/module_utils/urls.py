"""Requests over HTTP(S), with urllib."""

import base64
import email.utils
import netrc
import os
import socket
import ssl
import traceback
import urllib.error
import urllib.parse
import urllib.request
from http import cookiejar

from ansible.module_utils.basic import get_distribution  # noqa: F401
from ansible.module_utils.common.text.converters import to_bytes, to_native, to_text  # noqa: F401

AGENT = 'ansible-httpget'


class ConnectionError(Exception):
    """No connection."""


class ProxyError(ConnectionError):
    """Of a proxy."""


class SSLValidationError(ConnectionError):
    """A certificate that cannot be trusted."""


class NoSSLError(SSLValidationError):
    """Without TLS."""


class ParseResultDottedDict(dict):
    """The parts of a URL, as attributes."""

    def __init__(self, *args, **kwargs):
        super(ParseResultDottedDict, self).__init__(*args, **kwargs)
        self.__dict__ = self

    def as_list(self):
        return [self.get(part) for part in ('scheme', 'netloc', 'path', 'params', 'query', 'fragment')]


def generic_urlparse(parts):
    parsed = ParseResultDottedDict(parts._asdict())
    parsed.update(username=parts.username, password=parts.password, hostname=parts.hostname, port=parts.port)
    return parsed


def url_argument_spec():
    """The arguments of modules that fetch something."""
    return dict(
        url=dict(type='str'),
        force=dict(type='bool', default=False),
        http_agent=dict(type='str', default=AGENT),
        use_proxy=dict(type='bool', default=True),
        validate_certs=dict(type='bool', default=True),
        url_username=dict(type='str'),
        url_password=dict(type='str', no_log=True),
        force_basic_auth=dict(type='bool', default=False),
        client_cert=dict(type='path'),
        client_key=dict(type='path'),
        use_gssapi=dict(type='bool', default=False),
    )


def basic_auth_header(username, password):
    """The value of an Authorization header."""
    pair = '%s:%s' % (to_text(username), to_text('' if password is None else password))
    return b'Basic ' + base64.b64encode(to_bytes(pair))


def make_context(cafile=None, cadata=None, ciphers=None, validate_certs=True, client_cert=None, client_key=None):
    """What TLS trusts, and how it shows itself."""
    context = ssl.create_default_context(cafile=cafile)
    if not validate_certs:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if cadata:
        context.load_verify_locations(cadata=cadata)
    if ciphers:
        context.set_ciphers(ciphers if isinstance(ciphers, str) else ':'.join(ciphers))
    if client_cert:
        context.load_cert_chain(client_cert, keyfile=client_key)
    return context


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects as the user wants: all, safe (only of GET and HEAD), urllib2, or none."""

    def __init__(self, policy):
        self.policy = policy

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        policy = self.policy
        method = req.get_method()
        if policy in ('none', False, 'no') or (policy == 'safe' and method not in ('GET', 'HEAD')):
            raise urllib.error.HTTPError(newurl, code, msg, headers, fp)
        if policy == 'urllib2':
            return super(_Redirects, self).redirect_request(req, fp, code, msg, headers, newurl)
        keeps = code in (307, 308)
        if code == 303 or (not keeps and method not in ('GET', 'HEAD')):
            method = 'GET'
        kept = {name: value for name, value in req.headers.items()
                if keeps or name.lower() not in ('content-length', 'content-type', 'transfer-encoding')}
        request = urllib.request.Request(newurl.replace(' ', '%20'), data=req.data if keeps else None, headers=kept,
                                         origin_req_host=req.origin_req_host, unverifiable=True, method=method)
        if urllib.parse.urlsplit(req.full_url).netloc == urllib.parse.urlsplit(newurl).netloc:
            request.unredirected_hdrs.update(req.unredirected_hdrs)
        return request

    http_error_308 = urllib.request.HTTPRedirectHandler.http_error_302


class _UnixConnection(urllib.request.http.client.HTTPConnection):
    """HTTP over a socket in the file system."""

    path = None

    def connect(self):
        waits = self.timeout is not socket._GLOBAL_DEFAULT_TIMEOUT
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout if waits else socket.getdefaulttimeout())
        self.sock.connect(self.path)


class _UnixHandler(urllib.request.HTTPHandler):

    def __init__(self, path):
        super(_UnixHandler, self).__init__()
        self.connection = type('_Connection', (_UnixConnection,), {'path': path})

    def http_open(self, req):
        return self.do_open(self.connection, req)


class Request(object):
    """Settings that several requests share."""

    def __init__(self, headers=None, use_proxy=True, force=False, timeout=10, validate_certs=True,
                 url_username=None, url_password=None, http_agent=None, force_basic_auth=False,
                 follow_redirects='urllib2', client_cert=None, client_key=None, cookies=None, unix_socket=None,
                 ca_path=None, unredirected_headers=None, decompress=True, ciphers=None, use_netrc=True):
        self.settings = {name: value for name, value in locals().items() if name not in ('self', 'headers')}
        self.headers = dict(headers or {})
        self.cookies = cookies if cookies is not None else cookiejar.CookieJar()

    def open(self, method, url, data=None, headers=None, last_mod_time=None, use_gssapi=False, **changes):
        """Sends a request; the answer, or an exception for what is not one."""
        own = dict(self.settings, **{name: value for name, value in changes.items() if value is not None})
        parts = urllib.parse.urlsplit(url)
        user, password = own['url_username'], own['url_password']
        if '@' in parts.netloc and not user:
            credentials, _, host = parts.netloc.rpartition('@')
            user, _, password = credentials.partition(':')
            user, password = urllib.parse.unquote(user), urllib.parse.unquote(password)
            url = urllib.parse.urlunsplit(parts._replace(netloc=host))
        all_headers = dict(self.headers, **(headers or {}))
        handlers = [_Redirects(own['follow_redirects']),
                    urllib.request.HTTPCookieProcessor(own['cookies'] or self.cookies)]
        if own['unix_socket']:
            handlers.append(_UnixHandler(own['unix_socket']))
        handlers.append(urllib.request.HTTPSHandler(context=make_context(
            own['ca_path'], None, own['ciphers'], own['validate_certs'], own['client_cert'], own['client_key'])))
        if not own['use_proxy']:
            handlers.append(urllib.request.ProxyHandler({}))
        if user and own['force_basic_auth']:
            all_headers['Authorization'] = to_native(basic_auth_header(user, password))
        elif user:
            known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
            known.add_password(None, url, user, password)
            handlers += [urllib.request.HTTPBasicAuthHandler(known), urllib.request.HTTPDigestAuthHandler(known)]
        elif own['use_netrc'] and 'Authorization' not in all_headers:
            all_headers.update(_from_netrc(parts.hostname))
        request = urllib.request.Request(url, data=data and to_bytes(data), method=method.upper())
        request.add_header('User-agent', own['http_agent'] or AGENT)
        if own['force']:
            request.add_header('cache-control', 'no-cache')
        elif last_mod_time:
            request.add_header('If-Modified-Since', email.utils.format_datetime(last_mod_time))
        apart = {name.lower() for name in own['unredirected_headers'] or ()}
        for name, value in all_headers.items():
            add = request.add_unredirected_header if name.lower() in apart else request.add_header
            add(name, to_native(value))
        return urllib.request.build_opener(*handlers).open(request, timeout=own['timeout'])

    def get(self, url, **kwargs):
        return self.open('GET', url, **kwargs)

    def options(self, url, **kwargs):
        return self.open('OPTIONS', url, **kwargs)

    def head(self, url, **kwargs):
        return self.open('HEAD', url, **kwargs)

    def post(self, url, data=None, **kwargs):
        return self.open('POST', url, data=data, **kwargs)

    def put(self, url, data=None, **kwargs):
        return self.open('PUT', url, data=data, **kwargs)

    def patch(self, url, data=None, **kwargs):
        return self.open('PATCH', url, data=data, **kwargs)

    def delete(self, url, **kwargs):
        return self.open('DELETE', url, **kwargs)


def _from_netrc(host):
    try:
        found = netrc.netrc(os.environ.get('NETRC')).authenticators(host or '')
    except (OSError, netrc.NetrcParseError):
        return {}
    return {'Authorization': to_native(basic_auth_header(found[0], found[2]))} if found else {}


def open_url(url, data=None, headers=None, method=None, use_proxy=True, force=False, last_mod_time=None, timeout=10,
             validate_certs=True, url_username=None, url_password=None, http_agent=None, force_basic_auth=False,
             follow_redirects='urllib2', client_cert=None, client_key=None, cookies=None, use_gssapi=False,
             unix_socket=None, ca_path=None, unredirected_headers=None, decompress=True, ciphers=None,
             use_netrc=True):
    """One request: the answer, or an exception."""
    settings = {name: value for name, value in locals().items()
                if name not in ('url', 'data', 'headers', 'method', 'last_mod_time', 'use_gssapi')}
    return Request(**settings).open(method or ('POST' if data else 'GET'), url, data=data, headers=headers,
                                    last_mod_time=last_mod_time)


def _about(answer, url):
    """What is to be known about an answer, besides its content."""
    info = {name.lower(): value for name, value in answer.info().items()}
    repeated = {}
    for name, value in answer.headers.items():
        repeated.setdefault(name.lower(), []).append(value)
    info.update({name: ', '.join(values) for name, values in repeated.items()})
    info.update(msg='OK (%s bytes)' % answer.headers.get('Content-Length', 'unknown'), url=answer.geturl() or url,
                status=getattr(answer, 'code', getattr(answer, 'status', None)))
    return info


def fetch_url(module, url, data=None, headers=None, method=None, use_proxy=None, force=False, last_mod_time=None,
              timeout=10, use_gssapi=False, unix_socket=None, ca_path=None, cookies=None, unredirected_headers=None,
              decompress=True, ciphers=None, use_netrc=True):
    """One request by the arguments of a module that has url_argument_spec: the answer (or None) and what it says."""
    given = module.params.get
    jar = cookies if cookies is not None else cookiejar.CookieJar()
    info = {'url': url, 'status': -1}
    answer = None
    try:
        answer = open_url(
            url, data=data, headers=headers, method=method, force=force, last_mod_time=last_mod_time, timeout=timeout,
            use_proxy=given('use_proxy', True) if use_proxy is None else use_proxy,
            validate_certs=given('validate_certs', True), url_username=given('url_username', ''),
            url_password=given('url_password', ''), http_agent=given('http_agent', AGENT),
            force_basic_auth=given('force_basic_auth', ''), follow_redirects=given('follow_redirects', 'urllib2'),
            client_cert=given('client_cert'), client_key=given('client_key'), cookies=jar, unix_socket=unix_socket,
            ca_path=ca_path, unredirected_headers=unredirected_headers, ciphers=ciphers, use_netrc=use_netrc)
        info.update(_about(answer, url))
        info['cookies'] = {cookie.name: cookie.value for cookie in jar}
        info['cookies_string'] = '; '.join('%s=%s' % (cookie.name, cookie.value) for cookie in jar)
    except urllib.error.HTTPError as problem:
        answer = problem
        info.update(_about(problem, url), msg=to_native(problem), status=problem.code)
        info['body'] = problem.read() if problem.fp is not None else ''
    except (urllib.error.URLError, ssl.SSLError) as problem:
        info.update(msg='Request failed: %s' % to_native(problem), status=int(getattr(problem, 'code', -1)))
    except socket.timeout as problem:
        info['msg'] = 'Connection failure: %s' % to_native(problem)
    except OSError as problem:
        info['msg'] = 'Connection failure: %s' % to_native(problem)
    except Exception as problem:
        info.update(msg='An unknown error occurred: %s' % to_native(problem), exception=traceback.format_exc())
    return answer, info


def fetch_file(module, url, data=None, headers=None, method=None, use_proxy=True, force=False, last_mod_time=None,
               timeout=10, unredirected_headers=None, decompress=True, ciphers=None):
    """Fetches something into a temporary file that is gone when the module ends; its path."""
    import tempfile
    name, suffix = os.path.splitext(urllib.parse.urlsplit(url).path.rsplit('/', 1)[-1])
    file = tempfile.NamedTemporaryFile(dir=module.tmpdir, prefix=name, suffix=suffix, delete=False)
    module.add_cleanup_file(file.name)
    answer, info = fetch_url(module, url, data, headers, method, use_proxy, force, last_mod_time, timeout,
                             unredirected_headers=unredirected_headers, decompress=decompress, ciphers=ciphers)
    if answer is None or info['status'] >= 400:
        module.fail_json(msg='Failure downloading %s, %s' % (url, info['msg']))
    with file:
        for block in iter(lambda: answer.read(65536), b''):
            file.write(block)
    return file.name
