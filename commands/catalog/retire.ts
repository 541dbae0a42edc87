import { retireProduct } from '../../src/catalog/retire-product.ts';
import { defineCommand } from '../cli/define.ts';
import { eachJob } from '../cli/each.ts';

export const command = defineCommand({
  formats: true,
  args: [{ name: 'sku...', about: 'the products; - reads them from stdin' }],
  examples: ['catalog retire MUG-01', 'catalog retire MUG-01 TEA-02'],
  run: (session, words) =>
    eachJob(session, words, async (sku) => {
      const product = await retireProduct(await session.context(), { sku });
      return { json: product, text: `${session.io.color.green('✓')} ${product.sku} ${product.name} is no longer sold` };
    }),
});
