/** Requests as they should not be: targets that lead elsewhere, two hosts, bodies that break off. */
import { connect } from 'node:net';
import { expect } from 'chai';
import { ENGINES, type Engine } from '../setup/engines.ts';
import { useApi } from '../setup/served.ts';

describe('a request', () => {
  const api = useApi(ENGINES[0] as Engine);
  const raw = (text: string, { hangUp = false } = {}) =>
    new Promise<string>((resolve, reject) => {
      const { hostname, port } = new URL(api().url);
      let answer = '';
      const socket = connect(Number(port), hostname, () => {
        socket.write(text);
        if (hangUp) setTimeout(() => socket.destroy(), 50);
      });
      socket.setTimeout(5000, () => socket.destroy());
      socket.on('data', (data) => {
        answer += data;
      });
      socket.on('close', () => resolve(answer));
      socket.on('error', reject);
    });
  const get = (target: string, more = '') =>
    raw(`GET ${target} HTTP/1.1\r\nHost: shop\r\n${more}Connection: close\r\n\r\n`);

  for (const target of ['/a/../metrics', '/%2e/metrics', '/x/%2e%2e/metrics', '/x/.%2E/metrics', '/metrics#x', '/..']) {
    it(`for ${target} is refused: a proxy may have let it through as another`, async () => {
      expect(await get(target)).to.match(/^HTTP\/1\.1 400 [\s\S]*malformed_request/);
    });
  }

  it('with dots in a query or a name is none of that', async () => {
    expect(await get('/products?q=../x')).to.match(/^HTTP\/1\.1 (200|422)/);
    expect(await get('/problems/a.b')).to.match(/^HTTP\/1\.1 404/);
  });

  it('with two hosts is refused', async () => {
    expect(await get('/products', 'Host: other\r\n')).to.match(/^HTTP\/1\.1 400/);
  });

  it('for / is led to where everything is', async () => {
    expect(await get('/', 'Accept: text/html\r\n')).to.match(/^HTTP\/1\.1 302 [\s\S]*location: \/docs/i);
  });
});
