/** Asking. Every question has a flag that answers it, named where nobody can be asked. */
import { isRefusal, Refusal } from '../../src/errors.ts';
import { terminalText } from '../../src/lib/foreign-text.ts';
import type { Session } from './session.ts';

/** Asks before harm. True with `--yes`; throws `confirmation_needed` where nobody can be asked. */
export async function confirm(session: Session, question: string): Promise<boolean> {
  if (session.yes) return true;
  if (!session.mayAsk) throw new Refusal('confirmation_needed', `${question} Add --yes to say so.`);
  const { default: inquirer } = await import('inquirer');
  const { answer } = await inquirer.prompt([
    { type: 'confirm', name: 'answer', message: terminalText(question), default: false },
  ]);
  return answer === true;
}

/** The value given, or asked for. Throws `usage`, naming the flag, where nobody can be asked. */
export async function need(
  session: Session,
  {
    given,
    flag,
    question,
    check = () => {},
  }: {
    readonly given: string | boolean | undefined;
    readonly flag: string;
    readonly question: string;
    /** Throws what is wrong with an answer; whoever gave it is told, and asked again. */
    readonly check?: (answer: string) => unknown;
  },
): Promise<string> {
  if (typeof given === 'string' && given.trim() !== '') return given;
  if (!session.mayAsk) throw new Refusal('usage', `${flag} is missing.`);
  const { default: inquirer } = await import('inquirer');
  const { answer } = await inquirer.prompt([
    {
      type: 'input',
      name: 'answer',
      message: terminalText(question),
      validate: (text: string) => (text.trim() === '' ? 'Please type something.' : faultOf(check, text)),
    },
  ]);
  return String(answer);
}

/** True when nothing is wrong, else the sentence. */
function faultOf(check: (answer: string) => unknown, text: string): true | string {
  try {
    check(text);
    return true;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return error.message;
  }
}
