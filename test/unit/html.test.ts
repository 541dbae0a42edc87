import { expect } from 'chai';
import { html, trusted } from '../../src/lib/html.ts';

describe('HTML', () => {
  it('shows whatever is put into it as text, in elements and in attributes', () => {
    const name = `<img src=x onerror="alert('1')">`;
    expect(String(html`<p title="${name}">${name}</p>`)).to.equal(
      '<p title="&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;">&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;</p>',
    );
  });

  it('takes HTML as it is, lists one after the other, and nothing for nothing', () => {
    const items = ['a', 'b'].map((word) => html`<li>${word}</li>`);
    expect(String(html`<ul>${items}</ul>${undefined}${null}${false}${0}`)).to.equal('<ul><li>a</li><li>b</li></ul>0');
    expect(String(html`${trusted('<b>ours</b>')}`)).to.equal('<b>ours</b>');
  });
});
