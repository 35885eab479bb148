/** Wait that another part of the run ends. */
export interface Wait {
  /** Resolves at the next `end`. */
  begin(): Promise<void>;
  /** Ends the wait under way, if there is one. */
  end(): void;
}

/** Makes a wait that has not begun. */
export function createWait(): Wait {
  let end = () => {};
  return {
    begin: () =>
      new Promise<void>((resolve) => {
        end = resolve;
      }),
    end: () => end(),
  };
}
