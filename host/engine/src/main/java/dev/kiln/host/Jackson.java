package dev.kiln.host;

import com.fasterxml.jackson.databind.ObjectMapper;

/** Jackson with its own settings, once: in a new process each mapper costs milliseconds. */
public final class Jackson {
  /** Safe from any thread; nobody may configure it. */
  public static final ObjectMapper MAPPER = new ObjectMapper();

  private Jackson() {}

  /** Begin to load its classes, which takes a fifth of a second, beside what else is to be done. */
  public static void loadBeside() {
    Thread thread = new Thread(() -> MAPPER.createObjectNode().path("").asText(), "kiln-json");
    thread.setDaemon(true);
    thread.start();
  }
}
