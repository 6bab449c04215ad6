package com.example;

import dev.kiln.api.Kiln;
import dev.kiln.langchain4j.KilnImageModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.image.ImageModel;
import dev.langchain4j.service.AiServices;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells a story with pictures: the folder of models, and the folder of the pictures. */
public class Story {
  /** What the agent does. */
  interface Storyteller {
    String tell(String about);
  }

  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args[1]));
    try (Kiln kiln = Kiln.open(Path.of(args[0]))) {
      ImageModel images = KilnImageModel.builder().kiln(kiln).steps(12).seed(7).build();
      // Any chat model of LangChain4j's that calls tools takes the place of the scripted one.
      ChatModel chat = new ScriptedChatModel();
      Storyteller storyteller =
          AiServices.builder(Storyteller.class)
              .chatModel(chat)
              .tools(new Illustrator(images, folder))
              .build();
      System.out.println(storyteller.tell("a girl who sees the seasons"));
    }
  }
}
