package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Java programs that draw, built as a stranger would, and run. */
@DisabledOnOs(OS.WINDOWS)
class JavaProgramsTest {
  private static final Path ROOT = StandAloneProject.ROOT;
  private static final String MODELS = ROOT.resolve("models").toString();
  private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

  @TempDir static Path folder;
  private static Shell shell;

  @BeforeAll
  static void build() throws Exception {
    shell = new Shell(folder).home(folder.resolve("home"));
    StandAloneProject.buildAll(
        List.of("swing", "csv-batch", "story", "spring-boot"), folder, shell);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static String jar(String id) {
    return folder.resolve(id).resolve("target").resolve(id + "-1.0.0.jar").toString();
  }

  private static Picture picture(String file) throws IOException {
    return Picture.read(folder.resolve(file));
  }

  /** The panel of the window, in a process without a screen. */
  @Test
  void aWindowDrawsAsOneTypes() throws Exception {
    Path driver =
        Files.writeString(
            folder.resolve("Typed.java"),
            """
            import com.example.SketchPanel;
            import dev.kiln.api.Kiln;
            import java.nio.file.Path;
            import javax.swing.SwingUtilities;

            class Typed {
              public static void main(String[] args) throws Exception {
                try (Kiln kiln = Kiln.open(Path.of(args[0]))) {
                  SketchPanel panel = new SketchPanel(kiln);
                  SwingUtilities.invokeAndWait(() -> panel.prompt().setText("a girl"));
                  SwingUtilities.invokeAndWait(() -> panel.prompt().setText("a girl, meadow"));
                  while (!panel.state().getText().equals("seed 7")) {
                    Thread.sleep(20);
                  }
                  System.out.println(panel.picture().getIcon().getIconWidth());
                }
                System.exit(0);
              }
            }
            """);
    Shell.Result result =
        shell.run(
            java(), "-Djava.awt.headless=true", "-cp", jar("swing"), driver.toString(), MODELS);
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out()).isEqualTo("512\n");
  }

  @Test
  void aTableIsDrawnOnARunningHost() throws Exception {
    Shell.Running host = shell.serve();
    try {
      String table = ROOT.resolve("examples/csv-batch/scenes.csv").toString();
      Shell.Result result =
          shell.run(java(), "-jar", jar("csv-batch"), host.firstLine(), table, "scenes");
      assertThat(result.exit()).as(result.err()).isZero();
      assertThat(result.out()).isEqualTo("meadow.png\ncity.png\nmountain.png\n");
      assertThat(picture("scenes/meadow.png").difference(picture("scenes/city.png"))).isPositive();

      Path wrong =
          Files.writeString(folder.resolve("wrong.csv"), "file,prompt,seed\nx.png,a girl,-7\n");
      Shell.Result refused =
          shell.run(java(), "-jar", jar("csv-batch"), host.firstLine(), wrong.toString(), "none");
      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.err()).startsWith("x.png: ").contains("seed is -7");
    } finally {
      host.stop();
    }
  }

  @Test
  void anAgentIllustratesAStory() throws Exception {
    Shell.Result result = shell.run(java(), "-jar", jar("story"), MODELS, "story-pictures");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out())
        .isEqualTo(
            "In summer she ran over the meadow (scene-1.png). In winter she looked at the stars"
                + " (scene-2.png).\n");
    assertThat(
            picture("story-pictures/scene-1.png").difference(picture("story-pictures/scene-2.png")))
        .isPositive();
  }

  @Test
  void aWebServiceDrawsAndTellsItsHealth() throws Exception {
    Shell.Running service =
        shell.start(
            java(),
            "-jar",
            jar("spring-boot"),
            "--server.port=0",
            "--server.address=127.0.0.1",
            "--spring.ai.kiln.image.models=" + MODELS);
    try {
      String address = "http://127.0.0.1:" + port(service);
      HttpResponse<byte[]> drawn = get(address + "/draw?prompt=a%20girl%2C%20meadow");
      assertThat(drawn.statusCode()).isEqualTo(200);
      Files.write(folder.resolve("drawn.png"), drawn.body());
      assertThat(picture("drawn.png")).isNotNull();
      assertThat(new String(get(address + "/actuator/health").body()))
          .contains("\"kiln\":{", "\"status\":\"UP\"");
    } finally {
      service.stop();
    }
  }

  private static String port(Shell.Running service) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (service.process().isAlive() && System.nanoTime() < deadline) {
      Matcher port = PORT.matcher(Files.readString(service.out()));
      if (port.find()) {
        return port.group(1);
      }
      Thread.sleep(50);
    }
    throw new AssertionError("no port: " + Files.readString(service.out()));
  }

  private static HttpResponse<byte[]> get(String address) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
  }

  /** The page shows what each pom and each program has. */
  @ParameterizedTest
  @ValueSource(strings = {"csv-batch", "swing", "story", "spring-boot"})
  void thePageShowsTheDependenciesOfEach(String id) throws IOException {
    String pom = Files.readString(ROOT.resolve("examples").resolve(id).resolve("pom.xml"));
    int managed = pom.indexOf("  <dependencyManagement>");
    int own = pom.indexOf("    <dependency>", pom.indexOf("  </dependencyManagement>"));
    String bom = pom.substring(managed, pom.indexOf("  <dependencies>", managed + 60));
    String dependencies = pom.substring(own, pom.indexOf("  </dependencies>", own));
    assertThat(ROOT.resolve("host/docs/java.md"))
        .content()
        .contains(
            bom.substring(0, bom.indexOf("  </dependencyManagement>"))
                .stripTrailing()
                .stripIndent()
                .indent(3)
                .stripTrailing(),
            dependencies.stripTrailing().stripIndent());
  }
}
