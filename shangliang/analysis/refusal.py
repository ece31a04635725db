"""What was handed in cannot be worked with: said in Chinese and in English, with the line where there is one."""


class Refusal(ValueError):
    """A fault of the input that a person can mend. Both sentences say what is wrong and where."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh}\n{en}")
        self.zh = zh
        self.en = en
