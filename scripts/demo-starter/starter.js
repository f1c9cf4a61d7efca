// The window of `npm start` is to open on the Appboy views, with the sample app group connected.
const vscode = require('vscode');

exports.activate = async () => {
  await vscode.commands.executeCommand('workbench.view.extension.appboy');
  await vscode.commands.executeCommand('appboy.exploreSampleData');
};
