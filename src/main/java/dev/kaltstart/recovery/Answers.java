package dev.kaltstart.recovery;

import dev.kaltstart.cluster.MachineUuid;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask.Refused;
import java.util.Optional;

/** A person's answers, not trusted: a task can be completed without its form. */
public record Answers(Facts facts) {

    private static final int LONGEST = 2000;

    /** @throws Refused with the given sentence unless the box is ticked */
    public void ticked(Fact<Boolean> box, String otherwise) {
        if (!answer(box).orElse(false)) {
            throw new Refused(otherwise);
        }
    }

    /** @throws Refused with the given sentence when neither yes nor no was answered */
    public boolean decided(Fact<Boolean> box, String otherwise) {
        return answer(box).orElseThrow(() -> new Refused(otherwise));
    }

    /** @throws Refused with the given sentence when the field is empty */
    public String text(Fact<String> field, String otherwise) {
        return optional(field).orElseThrow(() -> new Refused(otherwise));
    }

    /** Empty when there is nothing but blanks. */
    public Optional<String> optional(Fact<String> field) {
        Optional<String> text = answer(field).map(String::strip).filter(message -> !message.isEmpty());
        text.filter(message -> message.length() > LONGEST).ifPresent(message -> {
            throw new Refused("'" + field.name() + "' is too long: at most " + LONGEST + " characters, this has "
                    + message.length());
        });
        return text;
    }

    /** @throws Refused when something is there that is not a UUID */
    public Optional<MachineUuid> uuid(Fact<String> field) {
        return optional(field)
                .map(text -> MachineUuid.parse(text)
                        .orElseThrow(() -> new Refused("'" + field.name() + "' is not a UUID: copy it from"
                                + " 'talosctl -n ADDRESS get systeminformation --insecure', for example"
                                + " 4c4c4544-0042-3510-8051-b7c04f4e3532")));
    }

    private <T> Optional<T> answer(Fact<T> field) {
        try {
            return facts.find(field);
        } catch (ClassCastException e) {
            throw new Refused("'" + field.name() + "' has the wrong type");
        }
    }
}
