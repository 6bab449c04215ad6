package com.example;

import dev.kiln.api.Kiln;
import dev.kiln.api.Picture;
import java.io.IOException;
import java.nio.file.Path;

/** Draws a girl with a cape: the folder of models, and the file of the picture. */
public class Draw {
  public static void main(String[] args) throws IOException {
    try (Kiln kiln = Kiln.open(Path.of(args[0]))) {
      Picture picture =
          kiln.txt2img(
              r -> r.prompt("a girl, meadow, day").lora("cape", 0.8).steps(20).seed(7),
              progress -> System.out.printf("%.0f %%%n", 100 * progress.fraction()));
      picture.write(Path.of(args[1]));
    }
  }
}
