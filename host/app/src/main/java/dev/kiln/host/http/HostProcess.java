package dev.kiln.host.http;

/** The process that the server runs in. Safe from any thread. */
public interface HostProcess {
  /** Kiln and its version, as it is written into answers. */
  String version();

  /** Take all models out of memory that no generation uses; the next one loads its own again. */
  void unloadModels();

  /** Whether clients may end it. */
  boolean stoppable();

  /** Let the running job finish, and end then. Returns at once. */
  void stop();

  /** End at once. */
  void kill();
}
