import type { Clock } from '../../clock.ts';
import type { Trail, WireError } from '../../trail.ts';
import type { DataverseError } from '../errors.ts';

interface Question {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly decidedBy: string;
}

/** The questions of one request. They reach the trail when the answer is known, once each. */
export interface Asked {
  allow(question: Question): void;
  refuse(question: Question, error: DataverseError): void;
  finish(): void;
}

export function createAsked(trail: Trail, clock: Clock): Asked {
  const arrived = clock.now();
  const answers = new Map<string, Question & { allowed: boolean; error?: WireError }>();
  const keep = (question: Question, error?: WireError) => {
    const key = `${question.action} ${question.resource}`;
    if (error || !answers.has(key)) {
      answers.set(key, { ...question, allowed: error === undefined, ...(error ? { error } : {}) });
    }
  };
  return {
    allow: (question) => keep(question),
    refuse: (question, { status, code, message }) => keep(question, { status, code, message }),
    finish() {
      const ms = clock.now() - arrived;
      for (const answer of answers.values()) {
        trail.record({ at: arrived, cloud: 'dataverse', service: 'webapi', ...answer, ms });
      }
    },
  };
}
