package com.example;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.List;

/** In place of a language model: knows one story, and asks for a picture of each of its scenes. */
class ScriptedChatModel implements ChatModel {
  private static final List<String> SCENES =
      List.of("a girl, red skirt, meadow, day", "a girl, red skirt, snow, mountain, night");

  @Override
  public ChatResponse doChat(ChatRequest request) {
    List<String> files =
        request.messages().stream()
            .filter(ToolExecutionResultMessage.class::isInstance)
            .map(message -> ((ToolExecutionResultMessage) message).text())
            .toList();
    AiMessage answer =
        files.size() < SCENES.size()
            ? AiMessage.from(illustrate(files.size()))
            : AiMessage.from(
                "In summer she ran over the meadow (%s). In winter she looked at the stars (%s)."
                    .formatted(files.toArray()));
    return ChatResponse.builder().aiMessage(answer).build();
  }

  private static ToolExecutionRequest illustrate(int scene) {
    return ToolExecutionRequest.builder()
        .id("scene-" + scene)
        .name("illustrate")
        .arguments("{\"scene\": \"" + SCENES.get(scene) + "\"}")
        .build();
  }
}
