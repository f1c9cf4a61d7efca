import type { FindPattern } from './searchPattern.ts';
import type { ComparisonPart, TaskRequest, TaskStage } from './viewerTask.ts';

/**
 * What the page of the NDJSON editor may ask its host. Lines of a file and rows of a list are counted from 0; what is
 * shown counts from 1. Long work is a task: it is started, watched stage by stage, and ended.
 */

/*
 * Closed sets are constants: types, checks of what a page sends and tables derive from them, so that a new member does
 * not compile before every table has a row for it.
 */

/**
 * What a column shows of a line: the values at its path, the greatest of them (numbers by value, all else by its text),
 * or how many elements a list has.
 */
export const columnShows = ['value', 'last', 'count'] as const;
export type ColumnShow = (typeof columnShows)[number];

export interface ViewerColumn {
  path: string;
  show: ColumnShow;
  /** As the user made it; without it the page decides. */
  widthPx?: number | undefined;
}

/** What is unusual about a line's bytes. */
export const lineOddities = ['bom', 'crlf', 'nul', 'invalidUtf8', 'loneSurrogate'] as const;
export type LineOddity = (typeof lineOddities)[number];

/** A line as a row. `unread`: too long to be taken apart here; its beginning is in `text` all the same. */
export interface ViewerRow {
  line: number;
  /** Without its line end. */
  sizeBytes: number;
  state: 'json' | 'invalid' | 'blank' | 'unread';
  /**
   * The line, or its beginning; hidden characters as visible marks. '' where a cell says something: few ever look at
   * it then, and it would be most of what crosses.
   */
  text: string;
  isCut: boolean;
  oddities: LineOddity[];
  /** One for each column that was asked for. */
  cells: string[];
}

/** A list of lines: all of the file, what a task found, or a part of a comparison (`removed` has lines of the other file). */
export type ListRef =
  { of: 'file' } | { of: 'task'; task: number } | { of: 'comparison'; task: number; part: ComparisonPart };

/** Consecutive rows of a list, counted from 0, both ends included. Lists of ranges ascend, with rows between them. */
export interface RowRange {
  from: number;
  to: number;
}

/** Some rows of a list; the ranges ascend and have rows between them. */
export interface RowSelection {
  list: ListRef;
  ranges: RowRange[];
}

/** What is known of the file. `version` grows with every change. */
export interface FileState {
  version: number;
  sizeBytes: number;
  indexedBytes: number;
  /** Lines that are known so far; all of them once `isIndexed`. */
  lineCount: number;
  isIndexed: boolean;
  /** The file on disk is no longer the one that was opened. */
  hasChanged: boolean;
  /** Why its lines could not be found. */
  failure?: string | undefined;
  /** It is not lines of UTF-8. What that is and what to do, in sentences; `isRefused`: no rows are shown. */
  foreign?: { message: string; isRefused: boolean; canConvert: boolean } | undefined;
}

/** Rows that a page asks for at once, and is given with the start. */
export const pageRows = 100;
/** Lines that are longer are not looked through for an excerpt: it would keep the editor waiting. */
export const longestExcerptBytes = 1024 * 1024;

/** UTF-16 units that texts may have which a page asks with: paths and what is looked for. */
export const longestText = 10_000;
/** The same of filters. */
export const longestFilter = 100_000;

/** `csvForExcel` is CSV that begins with the mark by which spreadsheets know UTF-8. */
export const saveFormats = ['ndjson', 'csv', 'csvForExcel'] as const;
export type SaveFormat = (typeof saveFormats)[number];

export interface ViewerStart {
  /** The file's name, for headings. */
  name: string;
  file: FileState;
  /** Those remembered for files like this one, else those that fit its first lines. */
  columns: ViewerColumn[];
  suggestedColumns: ViewerColumn[];
  /** The first rows, as `readRows` gives them for `columns`; none where they could not be read. */
  rows: ViewerRow[];
  /** Paths seen in the first lines, for completion. */
  paths: string[];
  /** The field whose values name a line (`external_id` of users), where there is one. */
  keyPath?: string | undefined;
  /** A comparison that a command has started on this file. */
  comparison?: { task: number; otherName: string } | undefined;
  /** A line that a command wants shown, counted from 0: told once. */
  line?: number | undefined;
}

/** Part of a text: from here up to and without there. */
export interface Mark {
  from: number;
  to: number;
}

/** Texts that marks are asked for at once. */
export const mostMarkedTexts = 500;

/** Which way a find goes on. */
export const stepDirections = ['next', 'previous'] as const;
export type StepDirection = (typeof stepDirections)[number];

/** What is copied of rows: the lines as they stand in the file, or their identifiers. */
export const copyForms = ['json', 'id'] as const;
export type CopyForm = (typeof copyForms)[number];

export interface ViewerPage {
  start(): ViewerStart;
  /** Answers when the file's state has another version than `seen`; at once where it has. */
  watchFile(request: { seen: number }): FileState;
  /** Opens the file anew after it has changed on disk. */
  reopen(): undefined;
  /** Shows the rows of a file that was refused for it is not UTF-8. */
  openAsIs(): undefined;
  /** Makes a copy in UTF-8 of a file that is not, and opens that. Asks in which encoding it is where that is not certain. */
  convert(): undefined;

  /** Rows from the index `from` on, at most 500. Fewer where the list ends. */
  readRows(request: { list: ListRef; from: number; count: number; columns: ViewerColumn[] }): ViewerRow[];
  /** The row index of the first line of a list that is `line` or later; the list's length where there is none. */
  findRowIndex(request: { list: ListRef; line: number }): number;

  /**
   * The part of a row's line around the pattern's first hit, hidden characters as visible marks, and where the pattern
   * is in it; undefined where there is none, where the line is over 1 MB, and for an expression that takes too long.
   */
  readExcerpt(request: {
    list: ListRef;
    rowIndex: number;
    pattern: FindPattern;
  }): { text: string; marks: Mark[] } | undefined;
  /** Where an expression is in each of some texts as they are shown; undefined if it is none or takes too long. */
  findMarks(request: { pattern: FindPattern; texts: string[] }): Mark[][] | undefined;

  /** Starts a task, or names the one that does or did the same. */
  startTask(request: TaskRequest): number;
  /** Answers when the task has another stage than `seen` (0 for none yet). */
  watchTask(request: { task: number; seen: number }): TaskStage;
  /** Stops a task; what it found stays. */
  stopTask(request: { task: number }): undefined;

  /**
   * The next (or previous) row of `list` whose line was found by `task`, from `rowIndex` on (that one not included; -1
   * and the list's length ask for the first and the last); undefined where there is none so far.
   */
  stepHit(request: {
    task: number;
    list: ListRef;
    rowIndex: number;
    direction: StepDirection;
  }): { rowIndex: number; line: number; /** Which of the lines found, from 0. */ hit: number } | undefined;
  /**
   * The line whose external id or e-mail address is exactly this, through the key index, and in which a find for it would
   * stop; undefined where there is none.
   */
  findKey(request: { text: string; isRaw: boolean }): number | undefined;

  /** Opens a row as a JSON document; a changed row of a comparison as a diff. */
  openRow(request: { list: ListRef; rowIndex: number; beside: boolean }): undefined;
  /** Opens the rows as one NDJSON document. */
  openRows(request: RowSelection): undefined;
  /** Copies what a count has found so far as CSV, values whole and as they came. Gives what was done, in a sentence. */
  copyCounts(request: { task: number }): string;
  /** Copies a table of the page as CSV. */
  copyTable(request: { cells: string[][] }): undefined;
  /** Gives what was done, in a sentence. */
  copyRows(request: RowSelection & { as: CopyForm }): string;
  /** Asks where to; gives what was done, or undefined where the user thought better of it. Without `ranges` all rows. */
  saveRows(request: {
    list: ListRef;
    ranges?: RowRange[] | undefined;
    format: SaveFormat;
    columns: ViewerColumn[];
  }): string | undefined;
  /** Shows two rows in the diff editor, their keys sorted. */
  compareRows(request: { list: ListRef; rowIndexes: [number, number] }): undefined;
  /** Asks for another file and starts a comparison with it, by the key path. Undefined where the user thought better of it. */
  compareFile(): { task: number; otherName: string } | undefined;

  rememberColumns(request: { columns: ViewerColumn[] }): undefined;
}
