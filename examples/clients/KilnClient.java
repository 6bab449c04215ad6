import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Draws over Kiln's own routes, with nothing but the JDK: the request becomes a job, its progress is
 * followed, and the picture is fetched as PNG.
 *
 * <pre>java KilnClient.java http://127.0.0.1:7860 "a girl, red skirt, city" picture.png</pre>
 */
public final class KilnClient {
  private final HttpClient http = HttpClient.newHttpClient();
  private final String server;

  private KilnClient(String server) {
    this.server = server;
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 3) {
      System.err.println("usage: java KilnClient.java SERVER PROMPT FILE.png");
      System.exit(2);
    }
    new KilnClient(arguments[0]).draw(arguments[1], Path.of(arguments[2]));
    System.out.println(arguments[2]);
  }

  private void draw(String prompt, Path file) throws IOException, InterruptedException {
    // "plugins" names each plugin that is to take part, with its options.
    String request =
        "{\"prompt\": \""
            + prompt.replace("\\", "\\\\").replace("\"", "\\\"")
            + "\", \"steps\": 12, \"plugins\": {\"step-cache\": {\"threshold\": 0.05}}}";
    String job = ask("POST", "/kiln/v1/jobs", request);
    String address = "/kiln/v1/jobs/" + text(job, "id");
    // The server tells of each step at ADDRESS/events as well; asking now and then is simpler.
    while (text(job, "state").matches("(?i)queued|running")) {
      Thread.sleep(200);
      job = ask("GET", address, "");
    }
    if (!text(job, "state").equalsIgnoreCase("done")) {
      throw new IOException("no picture: " + job);
    }
    http.send(request(address + "/images/0").build(), BodyHandlers.ofFile(file));
  }

  private String ask(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request = request(path).method(method, BodyPublishers.ofString(body)).build();
    var answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      // Every error has a sentence to show in "detail".
      throw new IOException(text(answer.body(), "detail"));
    }
    return answer.body();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server + path));
  }

  /** The first text of a name; a real client takes a JSON library. */
  private static String text(String json, String name) {
    Matcher found =
        Pattern.compile("\"" + name + "\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(json);
    return found.find() ? found.group(1) : json;
  }
}
