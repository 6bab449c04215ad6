package dev.kiln.host;

import com.fasterxml.jackson.databind.ObjectMapper;

/** Jackson with its own settings, once: in a new process each mapper costs milliseconds. */
public final class Jackson {
  /** Safe from any thread; nobody may configure it. */
  public static final ObjectMapper MAPPER = new ObjectMapper();

  private Jackson() {}
}
