import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHarness, type Harness } from './support/harness.ts';

let aws: Harness;
beforeEach(async () => {
  aws = await createHarness({ environment: { FROM_THE_OWNER: 'yes' } });
});
afterEach(() => aws.close());

describe('a handler on nodejs22.x', () => {
  it('may answer with context.succeed, as the inline function of the article does', async () => {
    await aws.create(
      'exports.handler = function(event, context) { console.log("event: ", JSON.stringify(event, null, 4)); context.succeed("success"); }',
    );
    const { output, payload } = await aws.invoke({ Records: [] });
    expect(output).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(output.FunctionError).toBeUndefined();
    expect(payload).toBe('success');

    const logs = await aws.logs();
    expect(logs[0]).toMatch(
      /^INIT_START Runtime Version: nodejs:22\.local\tRuntime Version ARN: arn:aws:lambda:/,
    );
    expect(logs[1]).toMatch(/^START RequestId: [0-9a-f-]{36} Version: \$LATEST\n$/);
    expect(logs[2]).toMatch(
      /^\d{4}-\d\d-\d\dT[\d:.]+Z\t[0-9a-f-]{36}\tINFO\tevent: {2}\{\n {4}"Records": \[\]\n\}\n$/,
    );
    expect(logs[3]).toMatch(/^END RequestId: [0-9a-f-]{36}\n$/);
    expect(logs[4]).toMatch(
      /^REPORT RequestId: [0-9a-f-]{36}\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\tInit Duration: \d+\.\d\d ms\t\n$/,
    );
    expect(logs).toHaveLength(5);
  });

  it.each([
    ['returns a promise', 'exports.handler = async (event) => ({ got: event.n });', { got: 7 }],
    [
      'calls back',
      'exports.handler = (event, context, callback) => callback(null, { got: event.n });',
      { got: 7 },
    ],
    ['is done', 'exports.handler = (event, context) => context.done(null, event.n);', 7],
    ['returns nothing and ends', 'exports.handler = () => {};', null],
    [
      'waits for the event loop after calling back',
      'exports.handler = (e, c, callback) => { const o = {}; callback(null, 1); setTimeout(() => console.log("late"), 20); };',
      1,
    ],
    ['answers once', 'exports.handler = (e, c) => { c.succeed("first"); c.succeed("second"); };', 'first'],
  ])('answers when it %s', async (_name, code, expected) => {
    await aws.create(code);
    expect((await aws.invoke({ n: 7 })).payload).toEqual(expected);
  });

  it('runs what is left on the event loop before a callback counts, unless told not to wait', async () => {
    await aws.create(
      'exports.handler = (e, c, cb) => { c.callbackWaitsForEmptyEventLoop = e.wait; setTimeout(() => console.log("late"), 30); cb(null, "done"); };',
    );
    await aws.invoke({ wait: true });
    expect((await aws.logs()).filter((line) => line.includes('late'))).toHaveLength(1);
  });

  it('gets Lambda as its environment and nothing of this process', async () => {
    process.env['WAYLEAVE_TEST_LEAK'] = 'leaked';
    try {
      await aws.create(
        'exports.handler = async (e, c) => ({ env: process.env, flags: process.execArgv, cwd: process.cwd(), context: { ...c }, left: c.getRemainingTimeInMillis() });',
        { Environment: { Variables: { GREETING: 'hello' } }, Timeout: 5, MemorySize: 256 },
      );
      const { payload } = await aws.invoke({}, {});
      const { env, flags, cwd, context, left } = payload as {
        env: Record<string, string>;
        flags: string[];
        cwd: string;
        context: Record<string, unknown>;
        left: number;
      };
      expect(env).toMatchObject({
        GREETING: 'hello',
        FROM_THE_OWNER: 'yes',
        AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
        AWS_REGION: 'us-east-1',
        AWS_DEFAULT_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'ASIATESTKEY',
        AWS_SECRET_ACCESS_KEY: 'not a secret',
        AWS_SESSION_TOKEN: 'not a token',
        AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
        AWS_LAMBDA_FUNCTION_NAME: 'f',
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
        AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/f',
        _HANDLER: 'index.handler',
        TZ: ':UTC',
      });
      expect(env['AWS_LAMBDA_LOG_STREAM_NAME']).toMatch(/^2026\/11\/24\/\[\$LATEST\][0-9a-f]{32}$/);
      expect(flags).toContain('--max-old-space-size=256');
      expect(env).not.toHaveProperty('WAYLEAVE_TEST_LEAK');
      expect(env).not.toHaveProperty('NODE_ENV');
      expect(env['LAMBDA_TASK_ROOT']).toBe(cwd);
      expect(context).toMatchObject({
        functionName: 'f',
        memoryLimitInMB: '256',
        invokedFunctionArn: 'arn:aws:lambda:us-east-1:111122223333:function:f',
      });
      expect(left).toBeGreaterThan(3000);
      expect(left).toBeLessThanOrEqual(5000);
    } finally {
      delete process.env['WAYLEAVE_TEST_LEAK'];
    }
  });

  it('is kept warm: the next invocation finds the module as it was left', async () => {
    await aws.create('let n = 0; exports.handler = async () => ++n;');
    expect((await aws.invoke()).payload).toBe(1);
    expect((await aws.invoke()).payload).toBe(2);
    expect((await aws.logs()).filter((line) => line.startsWith('INIT_START'))).toHaveLength(1);
  });

  it('starts anew after ten idle minutes', async () => {
    await aws.create('let n = 0; exports.handler = async () => ++n;');
    await aws.invoke();
    aws.clock.advance(10 * 60_000);
    await aws.settled();
    expect((await aws.invoke()).payload).toBe(1);
  });

  it('scales out for concurrent invocations', async () => {
    await aws.create(
      'exports.handler = async () => { await new Promise((r) => setTimeout(r, 150)); return process.pid; };',
    );
    const both = await Promise.all([aws.invoke(), aws.invoke()]);
    expect(new Set(both.map(({ payload }) => payload)).size).toBe(2);
  });
});

describe('module loading', () => {
  it('loads an ES module by its extension and by package.json', async () => {
    await aws.create({ 'index.mjs': 'export const handler = async () => import.meta.url.split("/").pop();' });
    expect((await aws.invoke()).payload).toBe('index.mjs');
    await aws.call('DeleteFunction', { FunctionName: 'f' });
    await aws.create({
      'index.js': 'export const handler = async () => "module";',
      'package.json': '{"type":"module"}',
    });
    expect((await aws.invoke()).payload).toBe('module');
  });

  it('finds a nested handler in a folder', async () => {
    await aws.create(
      {
        'src/app.js': 'exports.api = { run: async () => require("./other.js") };',
        'src/other.js': 'module.exports = 42;',
      },
      { Handler: 'src/app.api.run' },
    );
    expect((await aws.invoke()).payload).toBe(42);
  });

  it.each([
    [
      'a module that is not there',
      'x',
      'lost.handler',
      'Runtime.ImportModuleError',
      /^Error: Cannot find module 'lost'\nRequire stack:/,
    ],
    [
      'a missing dependency',
      'require("left-pad")',
      'index.handler',
      'Runtime.ImportModuleError',
      /^Error: Cannot find module 'left-pad'/,
    ],
    [
      'a handler that is not exported',
      'exports.other = 1',
      'index.handler',
      'Runtime.HandlerNotFound',
      /^index\.handler is undefined or not exported$/,
    ],
    [
      'a handler that is no function',
      'exports.handler = 1',
      'index.handler',
      'Runtime.HandlerNotFound',
      /^index\.handler is not a function$/,
    ],
    [
      'a syntax error',
      'exports.handler = (',
      'index.handler',
      'Runtime.UserCodeSyntaxError',
      /^SyntaxError: /,
    ],
    [
      'a path that climbs',
      'x',
      '../index.handler',
      'Runtime.MalformedHandlerName',
      /is not a valid handler name/,
    ],
    ['a module that throws', 'throw new RangeError("at start")', 'index.handler', 'RangeError', /^at start$/],
    [
      'ES syntax in a CommonJS file',
      'export const handler = 1;',
      'index.handler',
      'Runtime.UserCodeSyntaxError',
      /export/,
    ],
  ])('reports %s', async (_name, code, Handler, errorType, message) => {
    await aws.create(code, { Handler });
    const { output, payload } = await aws.invoke();
    expect(output).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(payload).toMatchObject({ errorType, errorMessage: expect.stringMatching(message) });
  });
});

it('logs a start that fails before the invocation that needed it', async () => {
  await aws.create('x', { Handler: 'lost.handler' });
  await aws.invoke();
  const logs = await aws.logs();
  expect(logs).toContainEqual(
    expect.stringMatching(
      /Z\tundefined\tERROR\tUncaught Exception \t\{"errorType":"Runtime\.ImportModuleError",/,
    ),
  );
  expect(logs).toContainEqual(
    expect.stringMatching(
      /^INIT_REPORT Init Duration: \d+\.\d\d ms\tPhase: init\tStatus: error\tError Type: Runtime\.ImportModuleError\n$/,
    ),
  );
});

describe('errors', () => {
  it('of a promise come with type, message and trace, and are logged as Invoke Error', async () => {
    await aws.create(
      'exports.handler = async () => { throw Object.assign(new TypeError("no <&> ü"), { code: "E_X" }); };',
    );
    const { output, payload } = await aws.invoke();
    expect(output.FunctionError).toBe('Unhandled');
    expect(payload).toMatchObject({
      errorType: 'TypeError',
      errorMessage: 'no <&> ü',
      trace: expect.arrayContaining(['TypeError: no <&> ü']),
    });
    const line = (await aws.logs()).find((text) => text.includes('Invoke Error'));
    expect(line).toMatch(
      /\tERROR\tInvoke Error \t\{"errorType":"TypeError","errorMessage":"no <&> ü","code":"E_X","stack":\[/,
    );
  });

  it.each([
    [
      'a string',
      'exports.handler = async () => { throw "bare"; };',
      { errorType: 'string', errorMessage: 'bare', trace: [] },
    ],
    [
      'context.fail()',
      'exports.handler = (e, c) => c.fail();',
      { errorType: 'string', errorMessage: 'handled', trace: [] },
    ],
    [
      'a callback',
      'exports.handler = (e, c, cb) => cb(new Error("cb"));',
      { errorType: 'Error', errorMessage: 'cb' },
    ],
    [
      'a throw',
      'exports.handler = () => { throw new Error("sync"); };',
      { errorType: 'Error', errorMessage: 'sync' },
    ],
    [
      'a promise that nothing settles',
      'exports.handler = async () => new Promise(() => {});',
      { errorType: 'Runtime.NodeJsExit' },
    ],
    [
      'an answer that is no JSON',
      'exports.handler = async () => ({ n: 1n });',
      { errorType: 'Error', errorMessage: 'Unable to stringify response body' },
    ],
  ])('by %s', async (_name, code, expected) => {
    await aws.create(code);
    const { output, payload } = await aws.invoke();
    expect(output.FunctionError).toBe('Unhandled');
    expect(payload).toMatchObject(expected);
  });

  it('outside the handler end the process, and the next invocation gets a new one', async () => {
    await aws.create(
      'let n = 0; exports.handler = (e, c, cb) => { n++; if (e.crash) setTimeout(() => { throw new Error("outside"); }, 1); else cb(null, n); };',
    );
    const { payload } = await aws.invoke({ crash: true });
    expect(payload).toMatchObject({ errorType: 'Error', errorMessage: 'outside' });
    expect((await aws.invoke({})).payload).toBe(1);
  });

  it('of a promise nobody awaits are Runtime.UnhandledPromiseRejection', async () => {
    await aws.create(
      'exports.handler = (e, c, cb) => { Promise.reject(new Error("lost")); setTimeout(cb, 50); };',
    );
    expect((await aws.invoke()).payload).toMatchObject({
      errorType: 'Runtime.UnhandledPromiseRejection',
      errorMessage: 'Error: lost',
    });
  });

  it.each([
    ['process.exit(3)', 'Runtime exited with error: exit status 3'],
    ['process.exit(0)', 'Runtime exited without providing a reason'],
    ['process.kill(process.pid, "SIGKILL")', 'Runtime exited with error: signal: killed'],
  ])('that end the process by %s are Runtime.ExitError', async (code, reason) => {
    await aws.create(
      `exports.handler = async () => { ${code}; await new Promise(() => setInterval(() => {}, 1e6)); };`,
    );
    const { output, payload } = await aws.invoke();
    expect(output.FunctionError).toBe('Unhandled');
    expect(payload).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(new RegExp(`^RequestId: [0-9a-f-]{36} Error: ${reason}$`)),
    });
    expect((await aws.logs()).at(-1)).toMatch(/\tStatus: error\tError Type: Runtime\.ExitError\t\n$/);
  });
});

it('ends a function at its time limit', async () => {
  await aws.create('exports.handler = async () => { for (;;) {} };', { Timeout: 1 });
  const { output, payload } = await aws.invoke();
  expect(output.FunctionError).toBe('Unhandled');
  expect(payload).toEqual({
    errorType: 'Sandbox.Timedout',
    errorMessage: expect.stringMatching(
      /^RequestId: [0-9a-f-]{36} Error: Task timed out after 1\.00 seconds$/,
    ),
  });
  const logs = await aws.logs();
  expect(logs).toContainEqual(
    expect.stringMatching(/Z [0-9a-f-]{36} Task timed out after 1\.00 seconds\n\n$/),
  );
  expect(logs.at(-1)).toMatch(/\tDuration: 1000\.00 ms\t.*\tStatus: timeout\t\n$/);
  expect(aws.lambda.invocations()).toMatchObject([{ status: 'timeout', errorType: 'Sandbox.Timedout' }]);
});

it('takes standard output and error into the log, by lines', async () => {
  await aws.create(
    'exports.handler = async () => { process.stdout.write("one\\ntw"); console.warn("between"); process.stdout.write("o\\n"); process.stderr.write("bad\\n"); process.stdout.write("rest \\0 nul"); };',
  );
  await aws.invoke();
  const logs = (await aws.logs()).slice(2, -2);
  expect(logs).toEqual(expect.arrayContaining(['one\n', 'two\n', 'bad\n', 'rest  nul']));
  expect(logs).toContainEqual(expect.stringMatching(/\tWARN\tbetween\n$/));
});

it('gives the end of the log with LogType Tail', async () => {
  await aws.create('exports.handler = async () => { console.log("x".repeat(5000)); console.log("last"); };');
  const { output } = await aws.invoke({}, { LogType: 'Tail' });
  const tail = Buffer.from(output.LogResult ?? '', 'base64').toString('utf8');
  expect(Buffer.byteLength(tail)).toBeLessThanOrEqual(4096);
  expect(tail).toMatch(/\tINFO\tlast\nEND RequestId: .*\nREPORT RequestId: /);
});

describe('nodejs24.x', () => {
  it('refuses a handler with a callback when it starts', async () => {
    await aws.create('exports.handler = (event, context, callback) => callback();', {
      Runtime: 'nodejs24.x',
    });
    expect((await aws.invoke()).payload).toMatchObject({
      errorType: 'Runtime.CallbackHandlerDeprecated',
      errorMessage: expect.stringMatching(/^ERROR: AWS Lambda has removed support for callback-based/),
    });
  });

  it('has no context.succeed', async () => {
    await aws.create('exports.handler = (event, context) => context.succeed("success");', {
      Runtime: 'nodejs24.x',
    });
    expect((await aws.invoke()).payload).toMatchObject({
      errorType: 'TypeError',
      errorMessage: 'context.succeed is not a function',
    });
  });

  it('runs async handlers, again and again', async () => {
    await aws.create('let n = 0; exports.handler = async () => ++n;', { Runtime: 'nodejs24.x' });
    await aws.invoke();
    expect((await aws.invoke()).payload).toBe(2);
  });
});
