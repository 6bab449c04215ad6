package dev.kiln.host.app;

import dev.kiln.host.Versions;
import dev.kiln.host.engine.Engine;
import dev.kiln.host.http.HostProcess;

/**
 * The process of {@code kiln serve}.
 *
 * @param stoppable whether clients may end it
 * @param asked is told when one wants it to end
 */
record ServerProcess(Engine engine, boolean stoppable, Runnable asked) implements HostProcess {
  @Override
  public String version() {
    return Versions.KILN;
  }

  @Override
  public void unloadModels() {
    engine.unload();
  }

  @Override
  public void stop() {
    asked.run();
  }

  @Override
  public void kill() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    Runtime.getRuntime().halt(0);
  }
}
