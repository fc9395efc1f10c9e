package io.firedamp.benchmarks;

/** How much is measured. */
public enum Scale {
  /** Seconds: shows that it works, its figures say nothing. */
  SMOKE(1, 120, 1, 3, 1, 2, 3, 1, 200, 3),
  /** About five minutes. */
  QUICK(5, 1200, 9, 24, 12, 24, 30, 3, 1500, 12),
  /** Almost half an hour. */
  FULL(9, 4000, 20, 720, 24, 744, 100, 9, 5000, 60);

  private final int rounds;
  private final int ticks;
  private final int sealedHours;
  private final int monthHours;
  private final int noiseHours;
  private final int hoursOfMonth;
  private final int reads;
  private final int starts;
  private final int readingMs;
  private final int seconds;

  Scale(
      int rounds,
      int ticks,
      int sealedHours,
      int monthHours,
      int noiseHours,
      int hoursOfMonth,
      int reads,
      int starts,
      int readingMs,
      int seconds) {
    this.rounds = rounds;
    this.ticks = ticks;
    this.sealedHours = sealedHours;
    this.monthHours = monthHours;
    this.noiseHours = noiseHours;
    this.hoursOfMonth = hoursOfMonth;
    this.reads = reads;
    this.starts = starts;
    this.readingMs = readingMs;
    this.seconds = seconds;
  }

  /** Rounds of appending. */
  public int rounds() {
    return rounds;
  }

  /** Ticks of a round without sealing, half of them of the plain file. */
  public int ticks() {
    return ticks;
  }

  /** Hours that are sealed in a round while appending goes on. */
  public int sealedHours() {
    return sealedHours;
  }

  /** Hours that the "month" at 1 Hz has. */
  public int monthHours() {
    return monthHours;
  }

  /** Hours of full-mantissa noise. */
  public int noiseHours() {
    return noiseHours;
  }

  /** Hours that each month of the ten years has, at most. */
  public int hoursOfMonth() {
    return hoursOfMonth;
  }

  /** How often each question is asked. */
  public int reads() {
    return reads;
  }

  /** How often the store of ten years is opened, each time by a new process. */
  public int starts() {
    return starts;
  }

  /** How long a device is read as fast as it goes, in each round, in milliseconds. */
  public int readingMs() {
    return readingMs;
  }

  /** How long a site is read once a second. */
  public int seconds() {
    return seconds;
  }
}
