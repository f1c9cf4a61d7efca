import type * as vscode from 'vscode';
import type { Port } from '../protocol/rpc.ts';

/** The host's end of the wire to a webview. */
export function createWebviewPort(webview: vscode.Webview): Port {
  return {
    // A webview that is gone takes no messages; there is nobody left to tell.
    post: (message) => void webview.postMessage(message),
    listen(listener) {
      const subscription = webview.onDidReceiveMessage(listener);
      return () => void subscription.dispose();
    },
  };
}
