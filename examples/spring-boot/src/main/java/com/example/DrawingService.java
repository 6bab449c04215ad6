package com.example;

import dev.kiln.api.KilnException;
import dev.kiln.api.KilnException.Reason;
import java.util.Base64;
import org.springframework.ai.image.ImageModel;
import org.springframework.ai.image.ImagePrompt;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A web service that draws: {@code /draw?prompt=a girl, meadow}. */
@SpringBootApplication
@RestController
public class DrawingService {
  private final ImageModel images;

  DrawingService(ImageModel images) {
    this.images = images;
  }

  public static void main(String[] args) {
    SpringApplication.run(DrawingService.class, args);
  }

  @GetMapping(path = "/draw", produces = MediaType.IMAGE_PNG_VALUE)
  byte[] draw(@RequestParam String prompt) {
    String base64 = images.call(new ImagePrompt(prompt)).getResult().getOutput().getB64Json();
    return Base64.getDecoder().decode(base64);
  }

  @ExceptionHandler
  ProblemDetail problem(KilnException e) {
    HttpStatus status =
        e.reason() == Reason.BAD_REQUEST ? HttpStatus.BAD_REQUEST : HttpStatus.SERVICE_UNAVAILABLE;
    return ProblemDetail.forStatusAndDetail(status, e.getMessage());
  }
}
