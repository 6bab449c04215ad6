package dev.kiln.host.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code kiln warm-up}: makes one picture from the command line and one over HTTP. The launcher
 * runs it to archive the classes that this loads (AppCDS), so that later starts need not parse
 * them.
 */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {
  private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

  @Parameters(paramLabel = "DIR", description = "where the picture and the job go")
  private Path folder;

  @Override
  public Integer call() throws IOException {
    int exit = tool(NOWHERE).run(draw());
    return exit != 0 ? exit : serve();
  }

  private String[] draw() {
    String picture = folder.resolve("picture.png").toString();
    return new String[] {"txt2img", "scenery", "--steps", "1", "-o", picture};
  }

  /**
   * The server ends with the process, in which nothing may be under way then. Its job is none of
   * the user's.
   */
  private int serve() throws IOException {
    String jobs = folder.resolve("jobs").toString();
    PipedInputStream in = new PipedInputStream();
    PrintStream out = new PrintStream(new PipedOutputStream(in), true, StandardCharsets.UTF_8);
    Thread server =
        new Thread(
            () -> tool(out).run("serve", "--port", "0", "--measure-time", "0", "--job-store", jobs),
            "kiln-warm-up");
    server.setDaemon(true);
    server.start();
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    String url = lines.readLine();
    ask(url + "/", "");
    ask(url + "/sdapi/v1/samplers", "");
    ask(url + "/sdapi/v1/txt2img", "{\"prompt\": \"scenery\", \"steps\": 1}");
    return 0;
  }

  private static void ask(String url, String body) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setReadTimeout(60_000);
    if (!body.isEmpty()) {
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "application/json");
      connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }
    connection.getInputStream().readAllBytes();
  }

  private static CommandLineTool tool(PrintStream out) {
    return new CommandLineTool(
        new Invocation(InputStream.nullInputStream(), out, NOWHERE, Map.of()));
  }
}
