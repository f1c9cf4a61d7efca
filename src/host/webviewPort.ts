import type * as vscode from 'vscode';
import type { Port } from '../protocol/rpc.ts';

/** The host's end of the wire to a webview. */
export function createWebviewPort(webview: vscode.Webview): Port {
  return {
    // A disposed webview takes no messages; there is nobody to notify.
    post: (message) => void webview.postMessage(message),
    listen(listener) {
      const subscription = webview.onDidReceiveMessage(listener);
      return () => void subscription.dispose();
    },
  };
}
