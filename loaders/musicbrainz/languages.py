"""Languages as MusicBrainz names them (ISO 639-3) in the form of BCP 47, which wants the two letters of ISO 639-1 where there are some."""

from typing import Final

_PAIRS: Final = """
afr=af amh=am ara=ar asm=as aze=az bel=be ben=bn bod=bo bos=bs bre=br bul=bg cat=ca ces=cs cor=kw cos=co cym=cy dan=da deu=de
ell=el eng=en epo=eo est=et eus=eu fao=fo fas=fa fin=fi fra=fr fry=fy gla=gd gle=ga glg=gl guj=gu hat=ht hau=ha heb=he
hin=hi hrv=hr hun=hu hye=hy ibo=ig ind=id isl=is ita=it jav=jv jpn=ja kal=kl kan=kn kat=ka kaz=kk khm=km kin=rw kir=ky kor=ko
kur=ku lao=lo lat=la lav=lv lin=ln lit=lt ltz=lb mal=ml mar=mr mkd=mk mlg=mg mlt=mt mon=mn mri=mi msa=ms mya=my nep=ne nld=nl
nno=nn nob=nb nor=no oci=oc ori=or pan=pa pol=pl por=pt pus=ps que=qu roh=rm ron=ro rus=ru san=sa sin=si slk=sk slv=sl sme=se
smo=sm sna=sn snd=sd som=so sot=st spa=es sqi=sq srd=sc srp=sr sun=su swa=sw swe=sv tah=ty tam=ta tat=tt tel=te tgk=tg tgl=tl
tha=th tir=ti ton=to tsn=tn tuk=tk tur=tr twi=tw uig=ug ukr=uk urd=ur uzb=uz vie=vi wln=wa wol=wo xho=xh yid=yi yor=yo zho=zh
zul=zu
"""
_TWO_LETTERS: Final = dict(pair.split("=") for pair in _PAIRS.split())


def language_tag(code: str | None) -> str | None:
    """The BCP 47 tag of a three-letter code; a language without a two-letter code keeps its own. None if it is no code."""
    plain = code.strip().lower() if code else ""
    return _TWO_LETTERS.get(plain, plain) if len(plain) == 3 and plain.isascii() and plain.isalpha() else None
