import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * How often each side of a picture shows what its region asks for: over so many seeds, "a boy with
 * blue hair" on the left and "a girl with red hair" on the right, as one prompt, as AND without
 * regions, and in both modes of latent-couple.
 *
 * <p>From Kiln's folder, after a build: {@code java -cp "dist/lib/*"
 * plugins/latent-couple/bench/Obedience.java [SEEDS [SHEET.png]]}. The annotator that comes with the default model finds
 * persons; the judge below looks at their colors. It first judges pictures of one boy or one girl,
 * so that its own errors are known.
 */
public final class Obedience {
  private static final String BOY = "a boy with blue hair, meadow, day";
  private static final String GIRL = "a girl with red hair, meadow, day";
  private static final String COMMON = "a boy on the left and a girl on the right, meadow, day";
  private static final String PARTS = COMMON + " AND " + BOY + " AND " + GIRL;
  private static final int BATCH = 10;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private Obedience() {}

  /** A way to ask for both figures. */
  private record Way(String name, String prompt, Map<String, Object> options) {}

  public static void main(String[] args) throws Exception {
    int seeds = args.length > 0 ? Integer.parseInt(args[0]) : 50;
    List<Way> ways =
        List.of(
            new Way(
                "one prompt",
                "a boy with blue hair and a girl with red hair, meadow, day",
                Map.of()),
            new Way("AND without regions", BOY + " :0.5 AND " + GIRL + " :0.5", Map.of()),
            new Way("classic", PARTS, Map.of("weights", "0.5,0.5,0.5")),
            new Way("attention", PARTS, Map.of("mode", "attention", "base", 0.5)));
    Process server = new ProcessBuilder("./kiln", "serve", "--port", "0").redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader out = new BufferedReader(new InputStreamReader(server.getInputStream()));
        Judge judge = new Judge()) {
      String url = out.readLine().strip();
      calibrate(url, judge, seeds);
      System.out.printf("%n| %d seeds | left: blue hair | left: a boy | right: red hair | right: a girl | all four |%n|---|---|---|---|---|---|%n", seeds);
      List<List<BufferedImage>> rows = new ArrayList<>();
      for (Way way : ways) {
        List<BufferedImage> pictures = drawn(url, way.prompt, way.options, 192, seeds);
        rows.add(pictures.subList(0, Math.min(8, pictures.size())));
        System.out.println("| " + way.name + " | " + counted(judge, pictures) + " |");
      }
      if (args.length > 1) {
        ImageIO.write(sheet(rows), "png", new File(args[1]));
      }
    } finally {
      server.destroy();
    }
  }

  private static void calibrate(String url, Judge judge, int seeds) throws Exception {
    int right = 0;
    for (String prompt : List.of(BOY, GIRL)) {
      for (BufferedImage picture : drawn(url, prompt, Map.of(), 128, seeds)) {
        Figure figure = judge.figure(picture, 0, 128);
        boolean boy = prompt.equals(BOY);
        right += figure.found && (boy ? figure.blue : figure.red) ? 1 : 0;
        right += figure.found && figure.girl != boy ? 1 : 0;
      }
    }
    System.out.printf("The judge reads %d of %d facts of pictures of one figure as they were asked for.%n", right, 4 * seeds);
  }

  private static String counted(Judge judge, List<BufferedImage> pictures) throws OrtException {
    int[] counts = new int[5];
    for (BufferedImage picture : pictures) {
      Figure left = judge.figure(picture, 0, 96);
      Figure right = judge.figure(picture, 96, 192);
      boolean[] facts = {
        left.found && left.blue,
        left.found && !left.girl,
        right.found && right.red,
        right.found && right.girl
      };
      counts[4] += facts[0] && facts[1] && facts[2] && facts[3] ? 1 : 0;
      for (int i = 0; i < 4; i++) {
        counts[i] += facts[i] ? 1 : 0;
      }
    }
    List<String> cells = new ArrayList<>();
    for (int count : counts) {
      cells.add(Math.round(100.0 * count / pictures.size()) + " %");
    }
    return String.join(" | ", cells);
  }

  private static List<BufferedImage> drawn(
      String url, String prompt, Map<String, Object> options, int width, int seeds)
      throws IOException, InterruptedException {
    List<BufferedImage> pictures = new ArrayList<>();
    for (int seed = 1; seed <= seeds; seed += BATCH) {
      Map<String, Object> request = new LinkedHashMap<>();
      request.put("prompt", prompt);
      request.put("negative_prompt", "night");
      request.put("width", width);
      request.put("height", 128);
      request.put("steps", 20);
      request.put("cfg_scale", 6);
      request.put("sampler_name", "DPM++ 2M Karras");
      request.put("seed", seed);
      request.put("n_iter", Math.min(BATCH, seeds + 1 - seed));
      if (!options.isEmpty()) {
        // As webUI's clients send it: enabled, divisions, positions, weights, the last step.
        List<Object> arguments = new ArrayList<>(List.of(true, "1:1,1:2,1:2", "0:0,0:0,0:1", options.getOrDefault("weights", "0.2,0.8,0.8")));
        arguments.add(20);
        arguments.addAll(List.of("", "", 0.2, options.getOrDefault("mode", "classic"), options.getOrDefault("base", -1)));
        request.put("alwayson_scripts", Map.of("Latent Couple extension", Map.of("args", arguments)));
      }
      HttpRequest post =
          HttpRequest.newBuilder(URI.create(url + "/sdapi/v1/txt2img"))
              .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(request)))
              .build();
      JsonNode answer = JSON.readTree(HTTP.send(post, BodyHandlers.ofString()).body());
      if (!answer.has("images")) {
        throw new IOException(answer.toString());
      }
      for (JsonNode image : answer.get("images")) {
        pictures.add(ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(image.asText()))));
      }
    }
    return pictures;
  }

  private static BufferedImage sheet(List<List<BufferedImage>> rows) {
    int width = rows.get(0).get(0).getWidth();
    int height = rows.get(0).get(0).getHeight();
    BufferedImage sheet =
        new BufferedImage(rows.get(0).size() * width, rows.size() * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = sheet.createGraphics();
    for (int row = 0; row < rows.size(); row++) {
      for (int column = 0; column < rows.get(row).size(); column++) {
        pen.drawImage(rows.get(row).get(column), column * width, row * height, null);
      }
    }
    pen.dispose();
    return sheet;
  }

  /**
   * What a side shows.
   *
   * @param found whether there is a person
   */
  private record Figure(boolean found, boolean blue, boolean red, boolean girl) {}

  /** Finds the person of a side, and reads the hair from its head. */
  private static final class Judge implements AutoCloseable {
    /** Of ADE20K's 150 classes. */
    private static final int PERSON = 12;

    private static final int SMALLEST = 12;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    Judge() throws OrtException {
      session = environment.createSession("models/annotator/seg_ade20k_scenes.onnx");
    }

    @Override
    public void close() throws OrtException {
      session.close();
    }

    /** Whether each cell of 4 pixels is a person's, row by row. */
    private boolean[][] persons(BufferedImage picture) throws OrtException {
      int width = picture.getWidth();
      int height = picture.getHeight();
      FloatBuffer values = FloatBuffer.allocate(3 * width * height);
      for (int i = 0; i < 3 * width * height; i++) {
        int rgb = picture.getRGB(i % width, i / width % height);
        values.put((rgb >> 16 - 8 * (i / (width * height)) & 0xff) / 255f);
      }
      values.rewind();
      String input = session.getInputNames().iterator().next();
      try (OnnxTensor tensor = OnnxTensor.createTensor(environment, values, new long[] {1, 3, height, width});
          OrtSession.Result result = session.run(Map.of(input, tensor))) {
        float[][][] scores = ((float[][][][]) result.get(0).getValue())[0];
        boolean[][] persons = new boolean[scores[0].length][scores[0][0].length];
        for (int y = 0; y < persons.length; y++) {
          for (int x = 0; x < persons[y].length; x++) {
            int best = 0;
            for (int c = 1; c < scores.length; c++) {
              best = scores[c][y][x] > scores[best][y][x] ? c : best;
            }
            persons[y][x] = best == PERSON;
          }
        }
        return persons;
      }
    }

    Figure figure(BufferedImage picture, int from, int to) throws OrtException {
      boolean[][] persons = persons(picture);
      int scale = picture.getHeight() / persons.length;
      int top = -1;
      int bottom = -1;
      int cells = 0;
      double sum = 0;
      for (int y = 0; y < persons.length; y++) {
        for (int x = from / scale; x < to / scale; x++) {
          if (persons[y][x]) {
            top = top < 0 ? y * scale : top;
            bottom = (y + 1) * scale;
            sum += (x + 0.5) * scale;
            cells++;
          }
        }
      }
      if (cells < SMALLEST || bottom - top < picture.getHeight() / 4) {
        return new Figure(false, false, false, false);
      }
      return read(picture, persons, new int[] {top, bottom, (int) (sum / cells), scale});
    }

    /** Shares of a figure's height from its top: the hair, what long hair reaches, the legs. */
    private static Figure read(BufferedImage picture, boolean[][] persons, int[] box) {
      int height = box[1] - box[0];
      int[] hair = new int[2];
      int[] below = new int[2];
      int band = 0;
      for (int i = 0; i < height * (height / 2); i++) {
        int y = box[0] + i / (height / 2);
        int x = box[2] - height / 4 + i % (height / 2);
        if (x < 0 || x >= picture.getWidth() || !persons[y / box[3]][x / box[3]]) {
          continue;
        }
        double place = (double) (y - box[0]) / height;
        int rgb = picture.getRGB(x, y);
        float[] hsb = Color.RGBtoHSB(rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff, null);
        if (place < 0.18) {
          count(hair, hsb);
        } else if (place > 0.23 && place < 0.31) {
          band++;
          count(below, hsb);
        }
      }
      boolean blue = hair[0] > hair[1] && hair[0] > 10;
      boolean red = hair[1] > hair[0] && hair[1] > 10;
      boolean longHair = (blue ? below[0] : below[1]) > 0.1 * band;
      return new Figure(true, blue, red, longHair);
    }

    /** Counts a pixel that is blue or red, as strongly as hair is. */
    private static void count(int[] blueRed, float[] hsb) {
      // The sky is a paler blue, skin a paler orange.
      blueRed[0] += hsb[1] > 0.62 && hsb[0] > 0.56 && hsb[0] < 0.7 ? 1 : 0;
      blueRed[1] += hsb[1] > 0.5 && (hsb[0] < 0.1 || hsb[0] > 0.95) ? 1 : 0;
    }
  }
}
