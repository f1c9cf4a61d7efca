import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { openFromExplorer } from '../../test/e2e/viewerPage.ts';
import { writeUsers } from '../../test/support/userFile.ts';
import type { EditorWindow } from '../../test/support/window.ts';
import type { Profile } from '../editor/profile.ts';

/** A folder that is named as exports are, so that its file opens in the editor of NDJSON files. */
const folder = '2026-01-05-all-users-0123abcd';

/** An export in the editor of NDJSON files: filtered, and counted by a field. */
export async function showNdjson(window: EditorWindow, profile: Profile): Promise<void> {
  await mkdir(path.join(profile.workspace, folder), { recursive: true });
  writeUsers(path.join(profile.workspace, folder, 'users.ndjson'), 50_000_000);
  const viewer = await openFromExplorer(window, folder, 'users.ndjson');
  await window.runCommand('View: Close Primary Side Bar');
  await viewer.filter('country:US AND total_revenue:>100');
  await viewer.awaitStatus(/lines match(?! so far)/);
  await viewer.frame.getByRole('button', { name: 'Count by…' }).click();
  const by = viewer.frame.getByRole('combobox', { name: 'Count by field' });
  await by.fill('custom_attributes.plan');
  await by.press('Enter');
  await viewer.frame.locator('table.counts tbody tr').first().waitFor();
  await viewer.press('ArrowDown');
}
