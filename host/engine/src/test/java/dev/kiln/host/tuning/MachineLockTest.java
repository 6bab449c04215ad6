package dev.kiln.host.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.OutOfResources;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.QuietMachine.Hold;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineLockTest {
  @TempDir private Path temp;

  private MachineLock lock() {
    return new MachineLock(temp.resolve("home/machine.lock"));
  }

  @Test
  void manyMakePicturesAtOnceAndOneMeasuresAlone() {
    MachineLock lock = lock();
    try (MachineLock.Share one = lock.share();
        MachineLock.Share two = lock.share()) {
      assertThatThrownBy(() -> lock.hold("kiln benchmark"))
          .isInstanceOf(BadRequest.class)
          .hasMessage("this process makes pictures already; wait for its end");
    }
    try (Hold hold = lock.hold("kiln benchmark");
        MachineLock.Share own = lock.share()) {
      assertThatThrownBy(() -> lock.hold("kiln benchmark"))
          .hasMessage("this process measures already; wait for its end");
    }
    lock.hold("again").close();
  }

  @Test
  void anotherProcessIsNamedAndItsEndFreesTheMachine() throws Exception {
    Process other = other("hold");
    String who = "kiln benchmark table (process " + other.pid() + ")";
    assertThatThrownBy(() -> lock().hold("mine"))
        .isInstanceOf(BadRequest.class)
        .hasMessage(who + " is measuring; wait for its end or stop it");
    assertThatThrownBy(() -> lock().share())
        .isInstanceOf(OutOfResources.class)
        .hasMessage(who + " is measuring; wait for its end or stop it");
    System.setProperty(MachineLock.PARENT, String.valueOf(other.pid()));
    try {
      lock().share().close();
    } finally {
      System.clearProperty(MachineLock.PARENT);
    }
    other.destroyForcibly().waitFor();
    lock().hold("mine").close();
  }

  @Test
  void aProcessThatMakesPicturesIsNotDisturbed() throws Exception {
    Process other = other("share");
    try {
      assertThatThrownBy(() -> lock().hold("mine"))
          .hasMessage("another Kiln makes pictures; wait for its end or stop it");
      lock().share().close();
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  @Test
  void aHomeThatCannotBeWrittenKeepsNobodyFromDrawing() throws IOException {
    Files.writeString(temp.resolve("home"), "a file");
    lock().share().close();
    assertThatThrownBy(() -> lock().hold("mine"))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("machine.lock cannot be locked")
        .hasMessageEndingWith("name another home with --home");
  }

  /** Another process of Kiln that has the lock. */
  private Process other(String what) throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Other.class.getName(),
                what,
                temp.resolve("home/machine.lock").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    assertThat(out.readLine()).isEqualTo("locked");
    return process;
  }

  /** Locks until it is killed. */
  public static final class Other {
    private Other() {}

    public static void main(String... arguments) throws InterruptedException {
      MachineLock lock = new MachineLock(Path.of(arguments[1]));
      if (arguments[0].equals("hold")) {
        lock.hold("kiln benchmark table");
      } else {
        lock.share();
      }
      System.out.println("locked");
      Thread.sleep(600_000);
    }
  }
}
