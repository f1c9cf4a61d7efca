import { errorCode } from './errorCode.ts';

/** Whether a process of this machine has this number now. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is there as well.
    return errorCode(error) === 'EPERM';
  }
}
