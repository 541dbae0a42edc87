import { Refusal } from '../src/errors.ts';
import { defineCommand } from './cli/define.ts';

const SHELLS: Readonly<Record<string, string>> = {
  bash: `_orders() {
  # Words are taken as they are, and quoted: none is ever evaluated.
  local word
  COMPREPLY=()
  while IFS= read -r word; do COMPREPLY+=("$(printf '%q' "$word")"); done \\
    < <(orders completion --words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _orders orders`,
  zsh: `#compdef orders
_orders() {
  local -a found
  found=("\${(@f)$(orders completion --words -- "\${words[@]:1:$((CURRENT-1))}" 2>/dev/null)}")
  compadd -a found
}
compdef _orders orders`,
  fish: `function __orders_complete
  set -l words (commandline -opc) (commandline -ct)
  orders completion --words -- $words[2..-1] 2>/dev/null
end
complete -c orders -f -a '(__orders_complete)'`,
};

/** Prints the script for a shell, or, for the script, what may come next. */
export const command = defineCommand({
  args: [{ name: 'shell...', about: 'bash, zsh or fish', optional: true }],
  options: [{ flags: '--words', about: 'take what follows -- as typed so far; print what may come next' }],
  examples: [
    'completion bash >> ~/.bashrc',
    'completion zsh > ~/.zfunc/_orders',
    'completion fish > ~/.config/fish/completions/orders.fish',
  ],
  async run(session, words, options) {
    if (options.words === true) {
      for (const candidate of await session.complete(words)) session.io.out(candidate);
      return undefined;
    }
    const script = SHELLS[words[0] ?? ''];
    if (!script) throw new Refusal('usage', `Name a shell: ${Object.keys(SHELLS).join(', ')}.`);
    session.io.out(script);
  },
});
