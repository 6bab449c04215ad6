import com.oracle.labs.mlrg.sd4j.SD4J;
import com.oracle.labs.mlrg.sd4j.Schedulers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/**
 * sd4j as a peer: {@code java -cp ... Sd4jTxt2Img.java JOB ANSWER}, run in its folder. {@code
 * peer.py} says what job and answer are. sd4j has noise of its own and no plain Euler, so its
 * picture is another one.
 */
final class Sd4jTxt2Img {
  private Sd4jTxt2Img() {}

  public static void main(String[] arguments) throws IOException {
    String job = Files.readString(Path.of(arguments[0]));
    long began = System.nanoTime();
    List<Long> ends = new ArrayList<>();
    try (SD4J model = SD4J.factory(field(job, "onnx"))) {
      double load = (System.nanoTime() - began) / 1e9;
      SD4J.SDImage image =
          model
              .generateImage(
                  number(job, "steps"),
                  field(job, "prompt"),
                  field(job, "negative_prompt"),
                  Float.parseFloat(field(job, "cfg_scale")),
                  1,
                  new SD4J.ImageSize(number(job, "height"), number(job, "width")),
                  number(job, "seed"),
                  Schedulers.LMS,
                  step -> ends.add(System.nanoTime()))
              .get(0);
      ImageIO.write(image.image(), "png", Path.of(field(job, "picture")).toFile());
      Files.writeString(Path.of(arguments[1]), answer(ends, load));
    }
  }

  private static String answer(List<Long> ends, double load) {
    List<Double> steps = new ArrayList<>();
    for (int i = 1; i < ends.size(); i++) {
      steps.add((ends.get(i) - ends.get(i - 1)) / 1e9);
    }
    // The first step began unseen; it is not counted either way.
    steps.add(0, steps.isEmpty() ? 0.0 : steps.get(0));
    return ("{\"step_seconds\": " + steps + ", \"load_seconds\": " + load)
        + ", \"versions\": {\"java\": \""
        + System.getProperty("java.version")
        + "\"}"
        + ", \"note\": \"another sampler (LMS) and other noise\"}";
  }

  private static int number(String job, String name) {
    return Integer.parseInt(field(job, name));
  }

  private static String field(String job, String name) {
    Matcher found =
        Pattern.compile("\"" + name + "\"\\s*:\\s*(?:\"([^\"]*)\"|([^,}\\s]+))").matcher(job);
    if (!found.find()) {
      throw new IllegalArgumentException("the job has no " + name);
    }
    return found.group(1) == null ? found.group(2) : found.group(1);
  }
}
