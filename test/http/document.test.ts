/** The description of the API: valid, complete, and true. */
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect } from 'chai';
import { CATALOGUE } from '../../src/errors.ts';
import { documentedRoutes, openApi, repliesChecked } from '../setup/documented.ts';
import { ENGINES, type Engine } from '../setup/engines.ts';
import { useApi } from '../setup/served.ts';

describe('the OpenAPI document', () => {
  const api = useApi(ENGINES[0] as Engine);

  it('is valid, says an independent validator', async () => {
    expect(await new Validator().validate(openApi())).to.deep.equal({ valid: true });
  });

  it('describes every route, with examples and every refusal by its code', () => {
    const { paths } = openApi();
    for (const { method, path } of documentedRoutes()) {
      const operation = paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
      expect(operation, `${method} ${path}`).to.include.keys('operationId', 'summary', 'responses', 'x-role');
      expect(operation.responses, path).to.include.keys('429', '500', '503');
    }
    const body = paths['/orders/checkout'].post.requestBody.content['application/json'].schema;
    expect(body.example.payment_details.token).to.equal('tok_ok');
    expect(
      Object.keys(paths['/orders/checkout'].post.responses['409'].content['application/problem+json'].examples),
    ).to.include('out_of_stock');
  });

  it('is what the server serves', async () => {
    const { status, body } = await api().nobody('GET', '/openapi.json');
    expect(status).to.equal(200);
    expect(body).to.deep.equal(openApi());
  });

  it('has a page for every problem, and problems point at it', async () => {
    for (const code of Object.keys(CATALOGUE)) {
      const { status, text } = await api().nobody('GET', `/problems/${code}`);
      expect(status, code).to.equal(200);
      expect(text).to.include(`<code>${code}</code>`);
    }
    const { body } = await api().nobody('GET', '/orders');
    expect(new URL(body.type).pathname).to.equal('/problems/not_signed_in');
  });

  it('holds the replies of these tests against itself', async () => {
    const before = repliesChecked();
    await api().nobody('GET', '/products');
    expect(repliesChecked()).to.equal(before + 1);
  });
});
