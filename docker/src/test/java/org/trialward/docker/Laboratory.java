package org.trialward.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

/** Sends HL7 v2 messages to a published port. */
record Laboratory(String host, int port) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A woman born in 1960 and her HbA1c of this day. */
  void sendHba1c(String number, String percent, LocalDate day) throws IOException {
    assertThat(offerHba1c(number, percent, day)).contains("MSA|AA|M" + number);
  }

  /** The same, whatever the answer is. */
  String offerHba1c(String number, String percent, LocalDate day) throws IOException {
    String date = DateTimeFormatter.BASIC_ISO_DATE.format(day);
    return send(
        "MSH|^~\\&|LAB|HOSP|TW|HOSP|%1$s080000||ORU^R01^ORU_R01|M%2$s|P|2.5.1\r"
                .formatted(date, number)
            + "PID|1||%s^^^HOSP^MR||Nobody^Nora||19600101|F\r".formatted(number)
            + "OBR|1||F%s|4548-4^HbA1c^LN|||%s\r".formatted(number, date)
            + "OBX|1|NM|4548-4^HbA1c^LN||%s|%%|||||F|||%s\r".formatted(percent, date));
  }

  /** Sends a message by MLLP and returns the acknowledgement. */
  String send(String message) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), (int) PATIENCE.toMillis());
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket
          .getOutputStream()
          .write(("\u000b" + message + "\u001c\r").getBytes(StandardCharsets.UTF_8));
      var answer = new StringBuilder();
      InputStream in = socket.getInputStream();
      for (int sign = in.read(); sign >= 0 && sign != 0x1c; sign = in.read()) {
        answer.append((char) sign);
      }
      return answer.toString();
    }
  }
}
