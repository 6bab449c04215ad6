package dev.kiln.host.http;

/** A process that lives on, whatever is asked of it. */
final class TestingProcess implements HostProcess {
  volatile boolean stoppable;
  volatile String asked = "";

  @Override
  public String version() {
    return "Kiln 0.1.0";
  }

  @Override
  public void unloadModels() {
    asked = "unload";
  }

  @Override
  public boolean stoppable() {
    return stoppable;
  }

  @Override
  public void stop() {
    asked = "stop";
  }

  @Override
  public void kill() {
    asked = "kill";
  }
}
