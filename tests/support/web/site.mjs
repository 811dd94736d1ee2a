// A site of somebody who embeds the widget: pages under a policy that allows nothing that the
// widget does not need, on an origin of its own.
import http from 'node:http';

export class Site {
  // `script` is the widget's; `api` the address it speaks to.
  constructor({script, api}) {
    Object.assign(this, {script, api});
    this.pages = new Map();
    this.files = new Map();
    this.cookies = [];
    this.server = http.createServer((request, response) => this.serve(request, response));
  }

  async listen() {
    await new Promise(resolve => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${this.server.address().port}`;
    return this;
  }

  async close() {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  // Returns the page's address. Its own style, if any, is a file: the policy knows no inline ones.
  page(name, body, {attributes = 'lang="en"', css = '', scripts = ['/voc-survey.js'], policy} = {}) {
    const style = css ? `<link rel="stylesheet" href="/${name}.css">` : '';
    this.files.set(`/${name}.css`, ['text/css', css]);
    const tags = scripts.map(src => `<script src="${src}" defer></script>`).join('');
    this.pages.set(`/${name}`, {
      html: `<!doctype html><html ${attributes}><head><meta charset="utf-8"><title>${name}</title>` +
          `<meta name="viewport" content="width=device-width, initial-scale=1">${style}${tags}</head>` +
          `<body><main>${body}</main></body></html>`,
      policy: policy ?? [
        "default-src 'none'", `script-src ${this.url}`, `connect-src ${this.api}`,
        ...(css ? [`style-src ${this.url}`] : []),
      ].join('; '),
    });
    return `${this.url}/${name}`;
  }

  serve(request, response) {
    if (request.headers.cookie) this.cookies.push(request.headers.cookie);
    const {pathname} = new URL(request.url, this.url);
    const page = this.pages.get(pathname);
    const file = pathname === '/voc-survey.js' ? ['text/javascript; charset=utf-8', this.script]
                                               : this.files.get(pathname);
    if (page) {
      response.writeHead(200, {
        'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': page.policy,
        'Cache-Control': 'no-store',
      });
      response.end(page.html);
    } else if (file) {
      response.writeHead(200, {'Content-Type': file[0]});
      response.end(file[1]);
    } else {
      response.writeHead(pathname === '/favicon.ico' ? 204 : 404);
      response.end();
    }
  }
}
