package com.example;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.model.image.ImageModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Draws what a language model asks for. */
class Illustrator {
  private final ImageModel images;
  private final Path folder;
  private int count;

  Illustrator(ImageModel images, Path folder) {
    this.images = images;
    this.folder = folder;
  }

  @Tool("Draws a scene of the story and returns the name of the picture's file")
  String illustrate(@P("What the picture shows, as a list of few words") String scene)
      throws IOException {
    Image image = images.generate(scene).content();
    Path file = folder.resolve("scene-" + ++count + ".png");
    Files.write(file, Base64.getDecoder().decode(image.base64Data()));
    return file.getFileName().toString();
  }
}
