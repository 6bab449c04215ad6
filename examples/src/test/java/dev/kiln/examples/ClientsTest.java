package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The example clients against a server with the example settings. */
@DisabledOnOs(OS.WINDOWS)
class ClientsTest {
  private static final Path ROOT = Path.of(System.getProperty("kiln.root"));
  private static final Path CLIENTS = ROOT.resolve("examples/clients");

  @TempDir Path folder;
  private Shell shell;
  private Shell.Running server;

  @BeforeEach
  void serve() throws IOException {
    Path home = Files.createDirectories(folder.resolve("home"));
    Files.copy(ROOT.resolve("examples/settings/settings.json"), home.resolve("settings.json"));
    shell = new Shell(folder).home(home);
    server = shell.serve();
  }

  @AfterEach
  void stop() throws InterruptedException {
    server.stop();
  }

  @Test
  void javaClientDrawsWithAJob() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String program = CLIENTS.resolve("KilnClient.java").toString();
    Shell.Result result = shell.run(java, program, server.firstLine(), "a \"red\" fox", "java.png");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out()).isEqualTo("java.png\n");
    isPicture("java.png");
  }

  @Test
  void pythonClientDrawsOverBothApis() throws Exception {
    assumeTrue(there("python3"));
    Shell.Result result =
        shell.run("python3", CLIENTS.resolve("client.py").toString(), server.firstLine(), ".");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out()).contains("Euler a").contains("step-cache");
    isPicture("webui.png");
    isPicture("kiln.png");
  }

  @Test
  void shellClientDrawsOverBothApisAndShowsAnError() throws Exception {
    assumeTrue(there("curl"));
    Shell.Result result =
        shell.run(CLIENTS.resolve("client.sh").toString(), server.firstLine(), ".");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out()).contains("width is 100, which is not a multiple of 8; take 96 or 104");
    isPicture("webui.png");
    isPicture("kiln.png");
  }

  private boolean there(String program) throws IOException, InterruptedException {
    return shell.run("sh", "-c", "command -v " + program).exit() == 0;
  }

  private void isPicture(String file) throws IOException {
    assertThat(ImageIO.read(folder.resolve(file).toFile()).getWidth()).isEqualTo(128);
  }
}
