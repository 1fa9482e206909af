import { addImplicitApis } from './api-implicit.ts';
import { expandApi } from './api-rest.ts';
import { expandWebSocketApi } from './api-web-socket.ts';
import { expandApplication } from './application.ts';
import { expandConnector, takeConnectorsOut } from './connector.ts';
import { expandFunction } from './function/expand-function.ts';
import { expandHttpApi } from './http-api.ts';
import type { ExpandResource, ServerlessScope } from './scope.ts';
import { expandLayerVersion, expandSimpleTable } from './simple-table.ts';
import { expandStateMachine } from './state-machine.ts';

/** What happens before any resource is expanded. */
export const BEFORE: readonly ((scope: ServerlessScope) => void)[] = [addImplicitApis, takeConnectorsOut];

/**
 * Each type with what expands it, in the order in which the transform does: functions change the APIs of their
 * events, and connectors see what all others became.
 */
export const EXPANDERS: readonly (readonly [type: string, expand: ExpandResource])[] = [
  ['AWS::Serverless::Function', expandFunction],
  ['AWS::Serverless::StateMachine', expandStateMachine],
  ['AWS::Serverless::Api', expandApi],
  ['AWS::Serverless::HttpApi', expandHttpApi],
  ['AWS::Serverless::WebSocketApi', expandWebSocketApi],
  ['AWS::Serverless::SimpleTable', expandSimpleTable],
  ['AWS::Serverless::LayerVersion', expandLayerVersion],
  ['AWS::Serverless::Application', expandApplication],
  ['AWS::Serverless::Connector', expandConnector],
];
